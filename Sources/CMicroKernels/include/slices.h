#ifndef RIDGELINE_SLICES_H
#define RIDGELINE_SLICES_H

#include <stdint.h>

#include "compute.h"
#include "memory.h"

// What a slice runs, and with what: one of these is a task's context.

typedef struct {
  const rl_compute_kernel *kernel;
  uint64_t iterations;
  rl_registers *registers;
} rl_compute_task;

// A slice covers `slice_bytes` of each array, a whole multiple of RL_CHUNK_BYTES.
typedef struct {
  const rl_memory_kernel *kernel;
  rl_arrays arrays;
  size_t slice_bytes;
} rl_memory_task;

typedef struct {
  void *heads[16];
  int chains;
  uint64_t hops;
} rl_chase_task;

typedef enum { RL_TASK_COMPUTE, RL_TASK_MEMORY, RL_TASK_CHASE } rl_task_kind;

// How the slices of a visit follow each other.
typedef enum {
  // Threads start each slice together, and a chain tells the clock after it.
  RL_PACE_TOGETHER,
  // Each thread runs its slices without a break, as a program would.
  RL_PACE_UNBROKEN,
} rl_pace;

// One visit of a schedule: a point is measured by `slices` slices in a row, after `warm` slices that
// settle clock and caches and are not timed.
typedef struct {
  rl_task_kind kind;
  void *task;
  uint32_t warm, slices;
  rl_pace pace;
} rl_visit;

// One timed slice of one thread. Times are of CLOCK_MONOTONIC, in nanoseconds.
typedef struct {
  uint64_t start, end;
  // Operations, bytes or steps.
  uint64_t work;
  // The chain that ran right after: how long, and how many cycles that was; 0 in an unbroken visit.
  uint64_t chain_nanoseconds, chain_cycles;
  // How often the kernel took the CPU away meanwhile, and how long the thread waited for one (zero
  // where the kernel does not say).
  uint64_t involuntary_switches, run_delay;
  // Instructions that do nothing, and how long the slower of two floods of them took, one before the
  // slice and one after it; 0 in an unbroken visit.
  uint64_t flood_instructions, flood_nanoseconds;
} rl_slice;

// Where threads meet: made for one team, freed after its threads have ended. NULL where memory is short.
typedef struct rl_barrier rl_barrier;
rl_barrier *rl_barrier_make(void);
void rl_barrier_free(rl_barrier *barrier);

// Runs a schedule: every thread of a team calls it with a schedule of the same shape. Before each slice
// they meet at the barrier and start together. `slices` has room for all the visits' slices. No visit
// begins after `deadline`, and an unbroken one ends then: slices that did not run stay as they were.
void rl_run_schedule(rl_barrier *barrier, uint32_t threads, const rl_visit *visits, uint32_t count,
                     uint64_t deadline, rl_slice *slices);

// Nanoseconds of CLOCK_MONOTONIC.
uint64_t rl_now(void);
// Runs a task once, untimed; returns its work.
uint64_t rl_run_task(rl_task_kind kind, void *task);

#endif
