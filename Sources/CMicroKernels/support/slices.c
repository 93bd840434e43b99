// Timed slices of work that threads start together.

#define _GNU_SOURCE
#include "slices.h"

#include <fcntl.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

#include "ping.h"

// Links of the chain that tells the clock: 60,000 cycles, some 20 microseconds.
#define CHAIN_LINKS 20000
// Instructions of the flood that tells whether the core is shared: some 3 microseconds.
#define FLOOD_INSTRUCTIONS 60000
// Turns of the spinning wait before a thread offers its CPU: some 100 microseconds.
#define PATIENCE 4000
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

uint64_t rl_now(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec;
}

static void relax(void) {
#if defined(__x86_64__)
  __asm__ volatile("pause");
#elif defined(__aarch64__)
  __asm__ volatile("isb");
#endif
}

struct rl_barrier {
  _Alignas(128) _Atomic uint64_t arrivals;
  _Atomic bool is_over;
  uint32_t threads;
  // The last slice that a thread has done its share of.
  _Alignas(128) _Atomic uint64_t ended;
  // One for each pair that can pass a line at once.
  rl_line lines[];
};

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

static void meet(rl_barrier *barrier) {
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

// What the kernel says of this thread: switches forced on it, and nanoseconds that it waited for a CPU
// (second field of schedstat; kernel documentation, "sched-stats").
struct interference {
  uint64_t switches, run_delay;
};

static struct interference interference(int schedstat) {
  struct rusage usage;
  struct interference now = {0, 0};
  if (getrusage(RUSAGE_THREAD, &usage) == 0) now.switches = (uint64_t)usage.ru_nivcsw;
  char text[96];
  const ssize_t length = schedstat < 0 ? 0 : pread(schedstat, text, sizeof text - 1, 0);
  if (length > 0) {
    char *rest;
    text[length] = 0;
    strtoull(text, &rest, 10);
    now.run_delay = strtoull(rest, NULL, 10);
  }
  return now;
}

// What the thread that runs a schedule measures with: its file, and the nanoseconds that reading the
// clock takes, which are no part of what it times.
struct meter {
  int schedstat;
  uint64_t clock_nanoseconds;
};

static uint64_t clock_nanoseconds(void) {
  uint64_t least = UINT64_MAX;
  for (int i = 0; i < 50; i++) {
    const uint64_t start = rl_now(), end = rl_now();
    if (end - start < least) least = end - start;
  }
  return least;
}

static uint64_t flood(struct meter meter, rl_slice *slice) {
  const uint64_t start = rl_now();
  slice->flood_instructions = rl_flood(FLOOD_INSTRUCTIONS);
  const uint64_t passed = rl_now() - start;
  return passed > meter.clock_nanoseconds ? passed - meter.clock_nanoseconds : 1;
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
  const bool ends_together = barrier->threads > 1 && visit->kind == RL_TASK_MEMORY;
  const struct interference before = interference(meter.schedstat);
  const uint64_t flooded = flood(meter, slice);
  meet(barrier);
  slice->start = rl_now();
  slice->work = ends_together ? run_until_one_ends(barrier, visit->task, number)
                              : rl_run_task(visit->kind, visit->task);
  slice->end = rl_now();
  slice->chain_cycles = rl_chain_multiply(CHAIN_LINKS);
  const uint64_t chain = rl_now() - slice->end;
  slice->chain_nanoseconds = chain > meter.clock_nanoseconds ? chain - meter.clock_nanoseconds : 0;
  slice->flood_nanoseconds = flood(meter, slice);
  if (flooded > slice->flood_nanoseconds) slice->flood_nanoseconds = flooded;
  const struct interference after = interference(meter.schedstat);
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

// Passes a line to and fro with this visit's partner: told in each of the visit's slices.
static void pass_line(rl_barrier *barrier, uint32_t thread, const rl_visit *visit, rl_slice *slices) {
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
    slices[j].partner_nanoseconds = nanoseconds;
  }
}

void rl_run_schedule(rl_barrier *barrier, uint32_t thread, const rl_visit *visits, uint32_t count,
                     uint64_t deadline, rl_slice *slices) {
  const struct meter meter = {open("/proc/thread-self/schedstat", O_RDONLY | O_CLOEXEC),
                              clock_nanoseconds()};
  uint64_t number = 0;
  for (uint32_t i = 0; i < count; i++) {
    // All see the same: who sets it has not met the others yet, and none comes here again before all
    // have met once more.
    if (rl_now() > deadline) atomic_store(&barrier->is_over, true);
    meet(barrier);
    if (atomic_load(&barrier->is_over)) break;
    if (visits[i].pace == RL_PACE_TOGETHER) pass_line(barrier, thread, &visits[i], slices);
    warm(&visits[i]);
    meet(barrier);
    for (uint32_t j = 0; j < visits[i].slices; j++, slices++) {
      if (visits[i].pace == RL_PACE_UNBROKEN) {
        if (rl_now() <= deadline) run_unbroken_slice(&visits[i], slices);
      } else {
        run_slice(barrier, &visits[i], meter, ++number, slices);
      }
    }
  }
  if (meter.schedstat >= 0) close(meter.schedstat);
}
