/*
 * Preloaded into a gateway under test (LD_PRELOAD): notes in the file that SYNC_WATCH names, in the order in which they
 * happen, what the process does to the write-ahead log of SQLite and when it answers 202, one line each:
 *
 *   frame COMMIT MARKS    a frame is about to be written; COMMIT is 1 if it ends a transaction (sqlite.org/fileformat2.html, 4.1)
 *   synced RESULT         fsync or fdatasync of the log has returned
 *   answer MARKS          an answer that begins with "HTTP/1.1 202" is about to be written
 *
 * MARKS are the texts `mark-NNNNNN` found in what is written. While the file that SYNC_FAULT names exists, syncs of the
 * log fail with EIO if it says `eio`, or take so many milliseconds more if it says `slow MS`.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))
#define MARK "mark-"
#define MARK_LENGTH 11
#define FRAME_HEADER 24

static int is_wal(int fd) {
  char link[64], path[4096];
  snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  ssize_t length = readlink(link, path, sizeof path);
  return length > 4 && memcmp(path + length - 4, "-wal", 4) == 0;
}

static void note(const char *line, size_t length) {
  const char *path = getenv("SYNC_WATCH");
  if (path == NULL) return;
  int fd = syscall(SYS_openat, AT_FDCWD, path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  if (fd < 0) return;
  syscall(SYS_write, fd, line, length);
  syscall(SYS_close, fd);
}

/* Of MARK_LENGTH octets; remnants of overwritten rows may begin like one. */
static int is_mark(const char *octets) {
  for (size_t i = sizeof MARK - 1; i < MARK_LENGTH; i++)
    if (octets[i] < '0' || octets[i] > '9') return 0;
  return 1;
}

static void note_marks(const char *what, const char *octets, size_t length) {
  char line[65536];
  size_t at = snprintf(line, sizeof line, "%s", what);
  const char *end = octets + length;
  for (const char *mark = octets; (mark = memmem(mark, end - mark, MARK, sizeof MARK - 1)) != NULL; mark++) {
    if (end - mark < MARK_LENGTH || at + MARK_LENGTH + 2 > sizeof line) break;
    if (!is_mark(mark)) continue;
    line[at++] = ' ';
    memcpy(line + at, mark, MARK_LENGTH);
    at += MARK_LENGTH;
  }
  line[at++] = '\n';
  note(line, at);
}

/* The header of a frame comes by itself, and before its page: SQLite writes both in one thread. */
static __thread int commits;

static void see_wal(const void *octets, size_t length) {
  const unsigned char *header = octets;
  if (length == FRAME_HEADER) commits = (header[4] | header[5] | header[6] | header[7]) != 0;
  else if (length >= 512) note_marks(commits ? "frame 1" : "frame 0", octets, length);
}

static void see_answer(const void *octets, size_t length) {
  if (length > 12 && memcmp(octets, "HTTP/1.1 202", 12) == 0) note_marks("answer", octets, length);
}

static void see_vector(const struct iovec *parts, size_t count) {
  char all[65536];
  size_t length = 0;
  for (size_t i = 0; i < count; i++) {
    size_t some = parts[i].iov_len < sizeof all - length ? parts[i].iov_len : sizeof all - length;
    memcpy(all + length, parts[i].iov_base, some);
    length += some;
  }
  see_answer(all, length);
}

ssize_t pwrite(int fd, const void *octets, size_t length, off_t offset) {
  if (is_wal(fd)) see_wal(octets, length);
  return REAL(pwrite)(fd, octets, length, offset);
}

ssize_t pwrite64(int fd, const void *octets, size_t length, off64_t offset) {
  if (is_wal(fd)) see_wal(octets, length);
  return REAL(pwrite64)(fd, octets, length, offset);
}

ssize_t write(int fd, const void *octets, size_t length) {
  see_answer(octets, length);
  return REAL(write)(fd, octets, length);
}

ssize_t send(int fd, const void *octets, size_t length, int flags) {
  see_answer(octets, length);
  return REAL(send)(fd, octets, length, flags);
}

ssize_t writev(int fd, const struct iovec *parts, int count) {
  see_vector(parts, count);
  return REAL(writev)(fd, parts, count);
}

ssize_t sendmsg(int fd, const struct msghdr *message, int flags) {
  see_vector(message->msg_iov, message->msg_iovlen);
  return REAL(sendmsg)(fd, message, flags);
}

static int sync_wal(int fd, int (*real)(int)) {
  char fault[64] = "", line[32];
  long ms = 0;
  const char *path = getenv("SYNC_FAULT");
  int file = path == NULL ? -1 : syscall(SYS_openat, AT_FDCWD, path, O_RDONLY | O_CLOEXEC);
  if (file >= 0) {
    syscall(SYS_read, file, fault, sizeof fault - 1);
    syscall(SYS_close, file);
  }
  if (sscanf(fault, "slow %ld", &ms) == 1) {
    struct timespec time = {ms / 1000, ms % 1000 * 1000000};
    nanosleep(&time, NULL);
  }
  int result = strncmp(fault, "eio", 3) == 0 ? -1 : real(fd);
  note(line, snprintf(line, sizeof line, "synced %d\n", result));
  if (result != 0) errno = EIO;
  return result;
}

int fdatasync(int fd) {
  return is_wal(fd) ? sync_wal(fd, REAL(fdatasync)) : REAL(fdatasync)(fd);
}

int fsync(int fd) {
  return is_wal(fd) ? sync_wal(fd, REAL(fsync)) : REAL(fsync)(fd);
}
