// A spinning barrier.

#include "barrier.h"

#include <sched.h>
#include <stdlib.h>

// Turns of the spinning wait before a thread offers its CPU: some 100 microseconds.
#define PATIENCE 4000

static void relax(void) {
#if defined(__x86_64__)
  __asm__ volatile("pause");
#elif defined(__aarch64__)
  __asm__ volatile("isb");
#endif
}

rl_barrier *rl_barrier_make(uint32_t threads) {
  const size_t lines = threads / 2;
  rl_barrier *barrier = aligned_alloc(128, sizeof *barrier + lines * sizeof(rl_line));
  if (barrier) {
    atomic_init(&barrier->arrivals, 0);
    atomic_init(&barrier->is_over, false);
    atomic_init(&barrier->ended, 0);
    barrier->threads = threads;
    for (size_t i = 0; i < lines; i++) atomic_init(&barrier->lines[i].count, 0);
  }
  return barrier;
}

void rl_barrier_free(rl_barrier *barrier) { free(barrier); }

void rl_meet(rl_barrier *barrier) {
  const uint64_t threads = barrier->threads, ticket = atomic_fetch_add(&barrier->arrivals, 1);
  const uint64_t awaited = (ticket / threads + 1) * threads;
  for (uint32_t turn = 0; atomic_load_explicit(&barrier->arrivals, memory_order_acquire) < awaited;
       turn++) {
    if (turn < PATIENCE) {
      relax();
    } else {
      sched_yield();
    }
  }
}
