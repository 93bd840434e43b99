#ifndef RIDGELINE_METER_H
#define RIDGELINE_METER_H

// What a thread tells of itself around a slice.

#include <stdint.h>

#include "slices.h"

// What the kernel says of this thread: switches forced on it, and nanoseconds that it waited for a CPU
// (second field of schedstat; kernel documentation, "sched-stats").
struct interference {
  uint64_t switches, run_delay;
};

// What the thread that runs a schedule measures with: its file, and the nanoseconds that reading the
// clock takes, which are no part of what it times.
struct meter {
  int schedstat;
  uint64_t clock_nanoseconds;
};

// A meter of this thread, and the end of one.
struct meter rl_meter_open(void);
void rl_meter_close(struct meter meter);
// What the kernel says now.
struct interference rl_interference(struct meter meter);
// Runs a flood, counts its instructions in the slice, and returns the nanoseconds that it took.
uint64_t rl_time_flood(struct meter meter, rl_slice *slice);

#endif
