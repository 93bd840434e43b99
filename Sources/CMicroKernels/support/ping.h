#ifndef RIDGELINE_PING_H
#define RIDGELINE_PING_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

// One cache line, and the next one, which prefetchers fetch with it.
typedef struct {
  _Alignas(128) _Atomic uint64_t count;
} rl_line;

// Sends a line to and fro between two threads that call this at about the same time, one of them leading.
// The leader is told the nanoseconds of one way: half the median round trip. The other gets 0, and so do
// both where one of them does not come within some 100 microseconds.
double rl_ping(rl_line *line, bool leads);

#endif
