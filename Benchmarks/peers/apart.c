// Prints how far CPUs are apart: what passing a cache line from the first to each of the others takes, one way,
// in nanoseconds; the most. By the probe's own measure, so that both can be held against each other.

#define _GNU_SOURCE
#include <pthread.h>
#include <sched.h>
#include <stdio.h>
#include <stdint.h>
#include <stdlib.h>
#include <time.h>

#include "ping.h"

// Of so many measurements the least counts: others on the machine only make them longer.
#define TIMES 40

uint64_t rl_now(void);

uint64_t rl_now(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec;
}

static rl_line line;
static pthread_barrier_t together;
static double least;

struct end {
  int cpu;
  bool leads;
};

static void *pass(void *context) {
  const struct end *end = context;
  cpu_set_t set;
  CPU_ZERO(&set);
  CPU_SET(end->cpu, &set);
  sched_setaffinity(0, sizeof set, &set);
  for (int i = 0; i < TIMES; i++) {
    pthread_barrier_wait(&together);
    const double nanoseconds = rl_ping(&line, end->leads);
    if (nanoseconds > 0 && (least == 0 || nanoseconds < least)) least = nanoseconds;
  }
  return NULL;
}

int main(int count, char **arguments) {
  const int threads = count > 1 ? atoi(arguments[1]) : 2;
  cpu_set_t allowed;
  sched_getaffinity(0, sizeof allowed, &allowed);
  int first = -1, found = 0;
  double most = 0;
  for (int cpu = 0; cpu < CPU_SETSIZE && found < threads; cpu++) {
    if (!CPU_ISSET(cpu, &allowed)) continue;
    found++;
    if (first < 0) {
      first = cpu;
      continue;
    }
    struct end ends[] = {{first, true}, {cpu, false}};
    pthread_t other;
    pthread_barrier_init(&together, NULL, 2);
    least = 0;
    if (pthread_create(&other, NULL, pass, &ends[1]) != 0) return 1;
    pass(&ends[0]);
    pthread_join(other, NULL);
    pthread_barrier_destroy(&together);
    if (least > most) most = least;
  }
  printf("%.0f\n", most);
}
