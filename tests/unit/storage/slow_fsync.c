/* Makes every flush to the disk take longer, and counts them in a file.

   Built and preloaded by test_slow_disk.py. FLUSH_LOG names the file: one byte is
   appended when a flush is over. FLUSH_MS says how much longer each one takes. */

#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

static int slowly(const char *name, int file)
{
    int (*flush)(int) = (int (*)(int))dlsym(RTLD_NEXT, name);
    long ms = atol(getenv("FLUSH_MS"));
    struct timespec longer = {ms / 1000, ms % 1000 * 1000000};
    nanosleep(&longer, NULL);
    int done = flush(file);
    int log = open(getenv("FLUSH_LOG"), O_WRONLY | O_APPEND | O_CREAT, 0600);
    if (log >= 0) {
        if (write(log, "f", 1) != 1)
            abort();
        close(log);
    }
    return done;
}

int fsync(int file) { return slowly("fsync", file); }
int fdatasync(int file) { return slowly("fdatasync", file); }
