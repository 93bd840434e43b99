// The clock, and what the system and the core tell of a thread.

#define _GNU_SOURCE
#include "meter.h"

#include <fcntl.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

// Instructions of the flood that tells whether the core is shared: some 3 microseconds.
#define FLOOD_INSTRUCTIONS 60000

uint64_t rl_now(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec;
}

struct interference rl_interference(struct meter meter) {
  struct rusage usage;
  struct interference now = {0, 0};
  if (getrusage(RUSAGE_THREAD, &usage) == 0) now.switches = (uint64_t)usage.ru_nivcsw;
  char text[96];
  const ssize_t length = meter.schedstat < 0 ? 0 : pread(meter.schedstat, text, sizeof text - 1, 0);
  if (length > 0) {
    char *rest;
    text[length] = 0;
    strtoull(text, &rest, 10);
    now.run_delay = strtoull(rest, NULL, 10);
  }
  return now;
}

static uint64_t clock_nanoseconds(void) {
  uint64_t least = UINT64_MAX;
  for (int i = 0; i < 50; i++) {
    const uint64_t start = rl_now(), end = rl_now();
    if (end - start < least) least = end - start;
  }
  return least;
}

struct meter rl_meter_open(void) {
  return (struct meter){open("/proc/thread-self/schedstat", O_RDONLY | O_CLOEXEC), clock_nanoseconds()};
}

void rl_meter_close(struct meter meter) {
  if (meter.schedstat >= 0) close(meter.schedstat);
}

uint64_t rl_time_flood(struct meter meter, rl_slice *slice) {
  const uint64_t start = rl_now();
  slice->flood_instructions = rl_flood(FLOOD_INSTRUCTIONS);
  const uint64_t passed = rl_now() - start;
  return passed > meter.clock_nanoseconds ? passed - meter.clock_nanoseconds : 1;
}
