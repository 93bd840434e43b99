#ifndef RIDGELINE_SLICES_H
#define RIDGELINE_SLICES_H

#include <stdbool.h>
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
  // Whether threads share what it measures: the first that has done its slice ends it for all.
  bool ends_together;
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
// settle clock and caches and are not timed. Where `settles`, as many more are run as it takes until their
// rate no longer rises, for some tens of milliseconds at most. Before all that, and at the end, each thread
// passes a cache line to and fro with its partner of the round `pairing`.
typedef struct {
  rl_task_kind kind;
  void *task;
  uint32_t warm, slices;
  rl_pace pace;
  bool settles;
  uint32_t pairing;
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
  // The thread that a line was passed to and fro with before the visit and after it, and the nanoseconds of
  // one way; 0 nanoseconds where that was not measured by this thread.
  uint32_t partner;
  double partner_nanoseconds, partner_nanoseconds_after;
} rl_slice;

// With whom of so many threads a thread passes a line in a round: every pair has its turn once in as many
// rounds as there are threads, or one less. A thread that sits out has itself.
uint32_t rl_partner(uint32_t thread, uint32_t threads, uint32_t round);

// Where threads meet: made for a team of so many, freed after they have ended. NULL where memory is short.
typedef struct rl_barrier rl_barrier;
rl_barrier *rl_barrier_make(uint32_t threads);
void rl_barrier_free(rl_barrier *barrier);

// Runs a schedule: every thread of a team calls it with its number and a schedule of the same shape. Before
// each slice they meet at the barrier and start together. Where a task says so they end it together too:
// when the first has done its share the others stop, since what they share is not shared evenly. `slices`
// has room for all the visits' slices. No visit begins after `deadline`, and an unbroken one ends then:
// slices that did not run stay as they were.
void rl_run_schedule(rl_barrier *barrier, uint32_t thread, const rl_visit *visits, uint32_t count,
                     uint64_t deadline, rl_slice *slices);

// Nanoseconds of CLOCK_MONOTONIC.
uint64_t rl_now(void);
// Runs a task once, untimed; returns its work.
uint64_t rl_run_task(rl_task_kind kind, void *task);

#endif
