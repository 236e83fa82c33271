/*
 * Listens as systemd does, on a datagram socket of Unix (sd_notify(3)), and prints each message as a line. A message
 * may bring file descriptors (BARRIER=1): those that nobody takes are closed, which is what the sender waits for.
 */
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>

int main(int argc, char **argv) {
  struct sockaddr_un at = {.sun_family = AF_UNIX};
  char message[4096];
  int socket_fd = socket(AF_UNIX, SOCK_DGRAM, 0);
  if (argc != 2 || strlen(argv[1]) >= sizeof at.sun_path) return 2;
  strcpy(at.sun_path, argv[1]);
  if (bind(socket_fd, (struct sockaddr *)&at, sizeof at) != 0) return 1;
  puts("listening");
  fflush(stdout);
  for (;;) {
    ssize_t length = recv(socket_fd, message, sizeof message, 0);
    if (length <= 0) return 1;
    for (ssize_t i = 0; i < length; i++)
      if (message[i] == '\n') message[i] = ' ';
    printf("%.*s\n", (int)length, message);
    fflush(stdout);
  }
}
