#ifndef RIDGELINE_BARRIER_H
#define RIDGELINE_BARRIER_H

// Where threads of a team meet, and what they share there.

#include "ping.h"
#include "slices.h"

struct rl_barrier {
  _Alignas(128) _Atomic uint64_t arrivals;
  _Atomic bool is_over;
  uint32_t threads;
  // The last slice that a thread has done its share of.
  _Alignas(128) _Atomic uint64_t ended;
  // One for each pair that can pass a line at once.
  rl_line lines[];
};

// Waits for the other threads.
void rl_meet(rl_barrier *barrier);

#endif
