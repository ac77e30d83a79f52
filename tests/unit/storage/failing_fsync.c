/* Lets flushes to the disk fail, as a broken disk does.

   Built and preloaded by test_failing_disk.py. FLUSH_FAILS names a file; while it
   exists, every fsync and fdatasync answers EIO and flushes nothing. */

#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

static int perhaps(const char *name, int file)
{
    int (*flush)(int) = (int (*)(int))dlsym(RTLD_NEXT, name);
    if (access(getenv("FLUSH_FAILS"), F_OK) == 0) {
        errno = EIO;
        return -1;
    }
    return flush(file);
}

int fsync(int file) { return perhaps("fsync", file); }
int fdatasync(int file) { return perhaps("fdatasync", file); }
