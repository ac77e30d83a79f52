/* Asks a server over several connections at once, and tells what that took.

   load PORT CONNECTIONS COUNT FILE SIZE STATUS

   FILE holds requests of SIZE bytes each, sent in turn; every answer must have STATUS
   and say its length. Prints seconds, and how many microseconds half and 99 of 100
   answers took at most. It is one thread that mostly sleeps: a generator in Python
   would take more of the machine than the servers. */

#define _GNU_SOURCE
#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { HEAD = 16384, CHUNK = 1 << 18, MOST = 1024 };

struct line {
  int fd;
  char head[HEAD + 1];
  size_t known;    /* bytes of the head */
  long long left;  /* of the body; negative while the head is not all there */
  double begun;
};

static struct line lines[MOST];
static char *requests;
static char sink[CHUNK];
static double *waits;
static size_t size, count, sent, done, variants;
static const char *status;

static double now(void) {
  struct timespec at;
  clock_gettime(CLOCK_MONOTONIC, &at);
  return at.tv_sec + at.tv_nsec / 1e9;
}

static void fail(const char *why, const char *what) {
  fprintf(stderr, "%s: %.600s\n", why, what);
  exit(1);
}

static void ask(struct line *line) {
  const char *request = requests + size * (sent++ % variants);
  line->known = 0;
  line->left = -1;
  line->begun = now();
  if (write(line->fd, request, size) != (ssize_t)size) fail("cannot send", "");
}

static void finish(struct line *line) {
  waits[done++] = now() - line->begun;
  if (sent < count) ask(line);
}

static void read_head(struct line *line) {
  ssize_t got = read(line->fd, line->head + line->known, HEAD - line->known);
  if (got <= 0) fail("the server closed", line->head);
  line->known += got;
  line->head[line->known] = 0;
  char *end = strstr(line->head, "\r\n\r\n");
  if (end == NULL) return;
  if (strncmp(line->head + 9, status, 3)) fail("unexpected", line->head);
  size_t body = line->known - (end + 4 - line->head);
  char *said = strcasestr(line->head, "\r\ncontent-length:");
  int without = !strcmp(status, "304") || !strcmp(status, "204");
  if (!without && (said == NULL || said > end)) fail("no length", line->head);
  line->left = without ? 0 : atoll(said + 17) - (long long)body;
  if (line->left == 0) finish(line);
}

static void read_body(struct line *line) {
  ssize_t got = read(line->fd, sink, line->left < CHUNK ? line->left : CHUNK);
  if (got <= 0) fail("the server closed", line->head);
  line->left -= got;
  if (line->left == 0) finish(line);
}

static void load(const char *path) {
  FILE *file = fopen(path, "rb");
  if (file == NULL) fail("cannot open", path);
  fseek(file, 0, SEEK_END);
  size_t length = ftell(file);
  rewind(file);
  requests = malloc(length);
  variants = length / size;
  if (fread(requests, 1, length, file) != length) fail("cannot read", path);
  fclose(file);
}

static int by_wait(const void *one, const void *other) {
  double a = *(const double *)one, b = *(const double *)other;
  return (a > b) - (a < b);
}

int main(int argc, char **argv) {
  if (argc != 7) fail("usage", "load PORT CONNECTIONS COUNT FILE SIZE STATUS");
  size_t connections = atol(argv[2]);
  count = atol(argv[3]);
  size = atol(argv[5]);
  status = argv[6];
  if (connections > MOST || connections > count) fail("too many", argv[2]);
  load(argv[4]);
  waits = calloc(count, sizeof *waits);
  struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons(atoi(argv[1]))};
  to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  int poll = epoll_create1(0), yes = 1;
  for (size_t at = 0; at < connections; at++) {
    int fd = lines[at].fd = socket(AF_INET, SOCK_STREAM, 0);
    if (connect(fd, (struct sockaddr *)&to, sizeof to)) fail("cannot connect", argv[1]);
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
    struct epoll_event wanted = {.events = EPOLLIN, .data.ptr = &lines[at]};
    epoll_ctl(poll, EPOLL_CTL_ADD, fd, &wanted);
  }
  double begun = now();
  for (size_t at = 0; at < connections; at++) ask(&lines[at]);
  while (done < count) {
    struct epoll_event ready[64];
    int found = epoll_wait(poll, ready, 64, 30000);
    if (found <= 0) fail("no answer", "in 30 seconds");
    for (int at = 0; at < found; at++) {
      struct line *line = ready[at].data.ptr;
      if (line->left < 0)
        read_head(line);
      else
        read_body(line);
    }
  }
  double took = now() - begun;
  qsort(waits, count, sizeof *waits, by_wait);
  printf("%.6f %.1f %.1f\n", took, waits[count / 2] * 1e6,
         waits[count * 99 / 100] * 1e6);
  return 0;
}
