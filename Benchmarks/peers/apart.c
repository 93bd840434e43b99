// Prints how far CPUs are apart: what passing a cache line between two of the first so many takes, one way, in
// nanoseconds; that of the two furthest. By the probe's own measure, and in its rounds, so that both can be held
// against each other.

#define _GNU_SOURCE
#include <pthread.h>
#include <sched.h>
#include <stdio.h>
#include <stdint.h>
#include <stdlib.h>
#include <time.h>

#include "ping.h"
#include "slices.h"

// Of so many measurements of two CPUs the least counts, since others on the machine only make them longer: of so
// many in all, and of so many at least where there are many rounds.
#define TIMES 40
#define FEWEST 4

uint64_t rl_now(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec;
}

static rl_line *lines;
static double *least;
static pthread_barrier_t together;
static uint32_t threads;

struct end {
  int cpu;
  uint32_t thread;
};

static void *pass(void *context) {
  const struct end *end = context;
  cpu_set_t set;
  CPU_ZERO(&set);
  CPU_SET(end->cpu, &set);
  sched_setaffinity(0, sizeof set, &set);
  const uint32_t rounds = threads - 1 + threads % 2, share = TIMES / rounds;
  for (uint32_t round = 0; round < rounds; round++) {
    const uint32_t partner = rl_partner(end->thread, threads, round);
    const bool leads = end->thread < partner;
    double best = 0;
    for (uint32_t i = 0; i < (share > FEWEST ? share : FEWEST); i++) {
      pthread_barrier_wait(&together);
      if (partner == end->thread) continue;
      const double nanoseconds = rl_ping(&lines[leads ? end->thread : partner], leads);
      if (nanoseconds > 0 && (best == 0 || nanoseconds < best)) best = nanoseconds;
    }
    if (leads && best > least[end->thread]) least[end->thread] = best;
  }
  return NULL;
}

int main(int count, char **arguments) {
  const int wanted = count > 1 ? atoi(arguments[1]) : 2;
  cpu_set_t allowed;
  sched_getaffinity(0, sizeof allowed, &allowed);
  struct end ends[CPU_SETSIZE];
  for (int cpu = 0; cpu < CPU_SETSIZE && (int)threads < wanted; cpu++) {
    if (CPU_ISSET(cpu, &allowed)) ends[threads] = (struct end){cpu, threads}, threads++;
  }
  if (threads < 2) return puts("0"), 0;
  lines = aligned_alloc(_Alignof(rl_line), threads * sizeof *lines);
  least = calloc(threads, sizeof *least);
  pthread_t *others = calloc(threads, sizeof *others);
  if (!lines || !least || !others) return 1;
  for (uint32_t i = 0; i < threads; i++) atomic_init(&lines[i].count, 0);
  pthread_barrier_init(&together, NULL, threads);
  for (uint32_t i = 0; i < threads; i++) {
    if (pthread_create(&others[i], NULL, pass, &ends[i]) != 0) return 1;
  }
  double most = 0;
  for (uint32_t i = 0; i < threads; i++) {
    pthread_join(others[i], NULL);
    if (least[i] > most) most = least[i];
  }
  printf("%.0f\n", most);
}
