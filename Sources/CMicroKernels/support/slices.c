// Timed slices of work that threads start together.

#include "slices.h"

#include <stdatomic.h>

#include "barrier.h"
#include "meter.h"

// Links of the chain that tells the clock: 60,000 cycles, some 20 microseconds.
#define CHAIN_LINKS 20000
// Parts of a slice of memory, after each of which a thread asks whether another has ended: 3 per cent of
// the slice pass at most until it has seen that.
#define PARTS 32
// Warming goes on while the best rate of so many nanoseconds is higher than that of all before by more
// than a share, and no longer than a limit. Guesses, by the caches of Zen 3, whose last one takes 15 to 60
// milliseconds to keep what was read from memory before, and whose second one takes 5 after writes.
#define SETTLING_WINDOW 2000000u
#define SETTLING_LIMIT 60000000u
#define SETTLING_RISE 1.01
// So many windows without a rise end it.
#define SETTLED_WINDOWS 2

uint64_t rl_run_task(rl_task_kind kind, void *task) {
  switch (kind) {
    case RL_TASK_COMPUTE: {
      rl_compute_task *compute = task;
      return compute->kernel->run(compute->iterations, compute->registers);
    }
    case RL_TASK_MEMORY: {
      rl_memory_task *memory = task;
      return memory->kernel->run(&memory->arrays, memory->slice_bytes);
    }
    case RL_TASK_CHASE: {
      rl_chase_task *chase = task;
      return rl_chase(chase->heads, chase->chains, chase->hops);
    }
  }
  return 0;
}

// Only the times and the work: what else there is to ask would be a break.
static void run_unbroken_slice(const rl_visit *visit, rl_slice *slice) {
  *slice = (rl_slice){0};
  slice->start = rl_now();
  slice->work = rl_run_task(visit->kind, visit->task);
  slice->end = rl_now();
}

// The share of a slice that a thread of several does until one of them has done its own.
static uint64_t run_until_one_ends(rl_barrier *barrier, rl_memory_task *task, uint64_t number) {
  const size_t wanted = task->slice_bytes / PARTS / RL_CHUNK_BYTES * RL_CHUNK_BYTES;
  const size_t part = wanted > 0 ? wanted : RL_CHUNK_BYTES;
  uint64_t work = 0;
  for (size_t done = 0; done < task->slice_bytes; done += part) {
    work += task->kernel->run(&task->arrays, part);
    if (atomic_load_explicit(&barrier->ended, memory_order_relaxed) == number) return work;
  }
  atomic_store_explicit(&barrier->ended, number, memory_order_relaxed);
  return work;
}

// `number` is another one for each slice of a schedule, from 1.
static void run_slice(rl_barrier *barrier, const rl_visit *visit, struct meter meter, uint64_t number,
                      rl_slice *slice) {
  const bool ends_together = barrier->threads > 1 && visit->kind == RL_TASK_MEMORY &&
                             ((const rl_memory_task *)visit->task)->ends_together;
  const struct interference before = rl_interference(meter);
  const uint64_t flooded = rl_time_flood(meter, slice);
  rl_meet(barrier);
  slice->start = rl_now();
  slice->work = ends_together ? run_until_one_ends(barrier, visit->task, number)
                              : rl_run_task(visit->kind, visit->task);
  slice->end = rl_now();
  slice->chain_cycles = rl_chain_multiply(CHAIN_LINKS);
  const uint64_t chain = rl_now() - slice->end;
  slice->chain_nanoseconds = chain > meter.clock_nanoseconds ? chain - meter.clock_nanoseconds : 0;
  slice->flood_nanoseconds = rl_time_flood(meter, slice);
  if (flooded > slice->flood_nanoseconds) slice->flood_nanoseconds = flooded;
  const struct interference after = rl_interference(meter);
  slice->involuntary_switches = after.switches - before.switches;
  slice->run_delay = after.run_delay - before.run_delay;
}

// The best rate of untimed slices in a window of time.
static double best_rate(const rl_visit *visit) {
  const uint64_t begin = rl_now();
  double best = 0;
  for (uint64_t now = begin; now - begin < SETTLING_WINDOW;) {
    const uint64_t start = now;
    const double work = (double)rl_run_task(visit->kind, visit->task);
    now = rl_now();
    const double rate = work / (double)(now > start ? now - start : 1);
    if (rate > best) best = rate;
  }
  return best;
}

static void warm(const rl_visit *visit) {
  for (uint32_t i = 0; i < visit->warm; i++) rl_run_task(visit->kind, visit->task);
  if (!visit->settles) return;
  const uint64_t begin = rl_now();
  double best = 0;
  for (int still = 0; still < SETTLED_WINDOWS && rl_now() - begin < SETTLING_LIMIT;) {
    const double rate = best_rate(visit);
    still = rate > best * SETTLING_RISE ? 0 : still + 1;
    if (rate > best) best = rate;
  }
}

// Passes a line to and fro with this visit's partner, before its slices or after them: told in each of them.
static void pass_line(rl_barrier *barrier, uint32_t thread, const rl_visit *visit, bool is_after,
                      rl_slice *slices) {
  if (visit->pace != RL_PACE_TOGETHER) return;
  const uint32_t partner = rl_partner(thread, barrier->threads, visit->pairing);
  if (partner == thread) return;
  // Pairs are told apart by their lower number: its rank among the lower ones.
  const uint32_t lower = thread < partner ? thread : partner;
  uint32_t rank = 0;
  for (uint32_t i = 0; i < lower; i++) {
    if (rl_partner(i, barrier->threads, visit->pairing) > i) rank++;
  }
  const double nanoseconds = rl_ping(&barrier->lines[rank], thread == lower);
  for (uint32_t j = 0; j < visit->slices; j++) {
    slices[j].partner = partner;
    *(is_after ? &slices[j].partner_nanoseconds_after : &slices[j].partner_nanoseconds) = nanoseconds;
  }
}

// The slices of one visit, after the threads have met.
static void run_visit(rl_barrier *barrier, uint32_t thread, const rl_visit *visit, struct meter meter,
                      uint64_t deadline, uint64_t number, rl_slice *slices) {
  pass_line(barrier, thread, visit, false, slices);
  warm(visit);
  rl_meet(barrier);
  for (uint32_t j = 0; j < visit->slices; j++) {
    if (visit->pace == RL_PACE_TOGETHER) {
      run_slice(barrier, visit, meter, number + j, &slices[j]);
    } else if (rl_now() <= deadline) {
      run_unbroken_slice(visit, &slices[j]);
    }
  }
  pass_line(barrier, thread, visit, true, slices);
}

void rl_run_schedule(rl_barrier *barrier, uint32_t thread, const rl_visit *visits, uint32_t count,
                     uint64_t deadline, rl_slice *slices) {
  const struct meter meter = rl_meter_open();
  uint64_t number = 1;
  for (uint32_t i = 0; i < count; i++) {
    // All see the same: who sets it has not met the others yet, and none comes here again before all
    // have met once more.
    if (rl_now() > deadline) atomic_store(&barrier->is_over, true);
    rl_meet(barrier);
    if (atomic_load(&barrier->is_over)) break;
    run_visit(barrier, thread, &visits[i], meter, deadline, number, slices);
    number += visits[i].slices;
    slices += visits[i].slices;
  }
  rl_meter_close(meter);
}
