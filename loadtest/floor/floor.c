// The floor: what the kernel takes for sending alone. It connects N loopback sockets, then sends the same bytes to each of
// them, round after round, and prints the processor time of a send. No protocol, no queue, no other thread.
//
//   floor [sockets] [bytes] [rounds]
//   floor clients PORT SOCKETS BYTES ROUNDS    only the clients, of a server on loopback that is measured in the same way
//
// A child process reads, as the clients of a server do; its time is not counted. 175 bytes are what the scenario fan-out sends.
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static void fail(const char *what) {
  perror(what);
  exit(1);
}

static long number(const char *text, long lowest, long highest) {
  char *end;
  long value = strtol(text, &end, 10);
  if (*end || value < lowest || value > highest) {
    fprintf(stderr, "%s: a number from %ld to %ld is needed\n", text, lowest, highest);
    exit(2);
  }
  return value;
}

static double seconds(clockid_t clock) {
  struct timespec now;
  clock_gettime(clock, &now);
  return now.tv_sec + now.tv_nsec / 1e9;
}

static void write_all(int to, const void *bytes, size_t count) {
  if (write(to, bytes, count) != (ssize_t)count)
    fail("write");
}

// The clients: they connect, and read whatever comes, many at a time. After each round's last byte they say so.
static void be_clients(struct sockaddr_in server, long sockets, long bytes, long rounds, int done) {
  static char buffer[65536];
  static struct epoll_event events[512];
  int poll = epoll_create1(0);
  for (long i = 0; i < sockets; i++) {
    int client = socket(AF_INET, SOCK_STREAM, 0);
    if (client < 0 || connect(client, (struct sockaddr *)&server, sizeof server) < 0)
      fail("connect");
    struct epoll_event readable = {.events = EPOLLIN, .data.fd = client};
    if (epoll_ctl(poll, EPOLL_CTL_ADD, client, &readable) < 0)
      fail("epoll_ctl");
  }
  for (long round = 0; round < rounds; round++) {
    for (long missing = sockets * bytes; missing > 0;) {
      int count = epoll_wait(poll, events, 512, 10000);
      if (count == 0) {
        fprintf(stderr, "%ld bytes of round %ld did not arrive\n", missing, round);
        exit(1);
      }
      for (int i = 0; i < count; i++) {
        ssize_t received = recv(events[i].data.fd, buffer, sizeof buffer, 0);
        if (received <= 0)
          fail("recv");
        missing -= received;
      }
    }
    write_all(done, "", 1);
  }
  exit(0);
}

static void raise_open_files(void) {
  struct rlimit files;
  getrlimit(RLIMIT_NOFILE, &files);
  files.rlim_cur = files.rlim_max;
  setrlimit(RLIMIT_NOFILE, &files);
}

int main(int count, char **words) {
  raise_open_files();
  if (count == 6 && strcmp(words[1], "clients") == 0) {
    struct sockaddr_in server = {.sin_family = AF_INET, .sin_port = htons(number(words[2], 1, 65535)), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    alarm(300);
    be_clients(server, number(words[3], 1, 1000000), number(words[4], 1, 4096), number(words[5], 1, 10000), STDOUT_FILENO);
  }

  long sockets = count > 1 ? number(words[1], 1, 1000000) : 10000;
  long bytes = count > 2 ? number(words[2], 1, 4096) : 175;
  long rounds = count > 3 ? number(words[3], 1, 10000) : 100;
  const long warm_up = rounds / 10 + 1;

  int listener = socket(AF_INET, SOCK_STREAM, 0);
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  socklen_t length = sizeof address;
  if (bind(listener, (struct sockaddr *)&address, length) < 0 || listen(listener, 4096) < 0 ||
      getsockname(listener, (struct sockaddr *)&address, &length) < 0)
    fail("listen");

  int done[2];
  if (pipe(done) < 0)
    fail("pipe");
  pid_t clients = fork();
  if (clients < 0)
    fail("fork");
  if (clients == 0) {
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    be_clients(address, sockets, bytes, warm_up + rounds, done[1]);
  }

  // If the clients die, their end of the pipe says so; whatever else stands still ends here.
  close(done[1]);
  alarm(300);

  int *peers = malloc(sockets * sizeof *peers), on = 1;
  for (long i = 0; i < sockets; i++) {
    peers[i] = accept4(listener, NULL, NULL, SOCK_NONBLOCK);
    if (peers[i] < 0)
      fail("accept");
    setsockopt(peers[i], IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  }

  char payload[4096];
  memset(payload, 'x', sizeof payload);
  double cpu = 0, clock = 0;
  for (long round = 0; round < warm_up + rounds; round++) {
    if (round == warm_up) {
      cpu = seconds(CLOCK_PROCESS_CPUTIME_ID);
      clock = seconds(CLOCK_MONOTONIC);
    }
    for (long i = 0; i < sockets; i++)
      if (send(peers[i], payload, bytes, MSG_NOSIGNAL) != bytes)
        fail("send");
    char byte;
    if (read(done[0], &byte, 1) != 1)
      fail("the clients");
  }
  cpu = seconds(CLOCK_PROCESS_CPUTIME_ID) - cpu;
  clock = seconds(CLOCK_MONOTONIC) - clock;

  int status;
  waitpid(clients, &status, 0);
  double sends = (double)sockets * rounds;
  printf("%ld sockets, %ld bytes, %ld rounds: %.2f us of processor time per send, %.0f sends per second\n",
         sockets, bytes, rounds, cpu / sends * 1e6, sends / clock);
  return status != 0;
}
