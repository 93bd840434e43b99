#ifndef RIDGELINE_REGIONS_H
#define RIDGELINE_REGIONS_H

// Regions of a program that `ridgeline count` counts apart.
//
//   #include <ridgeline_regions.h>
//
//   ridgeline_region_start("solve");
//   …
//   ridgeline_region_stop("solve");
//
// Regions may be nested, and every thread has its own: the report adds them up by name. Nothing is to
// be linked: this file is all. Outside of `ridgeline count` a call is a test of one variable. For C
// and C++ on Linux, with GCC or Clang.

#include <errno.h>
#include <fcntl.h>
#include <linux/perf_event.h>
#include <pthread.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#ifdef __cplusplus
extern "C" {
#endif

// Starts a region; the name is kept up to 55 bytes.
static inline void ridgeline_region_start(const char *name);
// Stops it, and with it those that were started in it and not stopped.
static inline void ridgeline_region_stop(const char *name);

// What follows is how it is done; a program needs none of it.

#define RIDGELINE_REGIONS_VARIABLE "RIDGELINE_COUNT_REGIONS"
#define RIDGELINE_REGIONS_MAGIC UINT64_C(0x736e6f6967657231)
#define RIDGELINE_REGIONS_EVENTS 32
#define RIDGELINE_REGIONS_SLOTS 1024
#define RIDGELINE_REGIONS_DEPTH 32
#define RIDGELINE_REGIONS_NAME 56

// An event as perf_event_open takes it.
typedef struct {
  uint32_t type, is_user_only;
  uint64_t config;
} ridgeline_regions_event;

// A count, and for how many nanoseconds it was wanted and had a counter.
typedef struct {
  uint64_t value, enabled, running;
} ridgeline_regions_count;

// A region within another (`parent` is its slot; -1: none): sums over all threads.
typedef struct {
  // 0: free; 1: being made; 2: in use.
  uint32_t state;
  int32_t parent;
  char name[RIDGELINE_REGIONS_NAME];
  uint64_t calls, threads, nanoseconds;
  ridgeline_regions_count counts[RIDGELINE_REGIONS_EVENTS];
} ridgeline_regions_slot;

// The memory that `ridgeline count` shares with the program.
typedef struct {
  uint64_t magic;
  uint32_t event_count;
  // Stops without a start, and regions that found no room.
  uint32_t unmatched, lost;
  uint32_t unused;
  ridgeline_regions_event events[RIDGELINE_REGIONS_EVENTS];
  ridgeline_regions_slot slots[RIDGELINE_REGIONS_SLOTS];
} ridgeline_regions_shared;

// 0: not asked yet; 1: counted; -1: not counted. Weak, so that all of a program's files share it.
__attribute__((weak)) int ridgeline_regions_state;

// Out of the way of the program's own code.
__attribute__((weak, noinline, cold)) void ridgeline_regions_enter(const char *name);
__attribute__((weak, noinline, cold)) void ridgeline_regions_leave(const char *name);

static inline void ridgeline_region_start(const char *name) {
  if (ridgeline_regions_state >= 0) ridgeline_regions_enter(name);
}

static inline void ridgeline_region_stop(const char *name) {
  if (ridgeline_regions_state > 0) ridgeline_regions_leave(name);
}

#define RIDGELINE_WEAK __attribute__((weak))

// A region that a thread is in, with what its counters said at the start.
typedef struct {
  int32_t slot;
  uint64_t start;
  ridgeline_regions_count counts[RIDGELINE_REGIONS_EVENTS];
} ridgeline_regions_frame;

// A thread's own: its counters, the regions that it is in, and the slots that it has been in.
typedef struct {
  pid_t process;
  int files[RIDGELINE_REGIONS_EVENTS];
  int depth;
  ridgeline_regions_frame frames[RIDGELINE_REGIONS_DEPTH];
  uint64_t visited[RIDGELINE_REGIONS_SLOTS / 64];
} ridgeline_regions_thread;

RIDGELINE_WEAK ridgeline_regions_shared *ridgeline_regions_memory;
RIDGELINE_WEAK pthread_key_t ridgeline_regions_key;
RIDGELINE_WEAK pthread_once_t ridgeline_regions_once = PTHREAD_ONCE_INIT;

// The counters of a thread end with it: 1,000 threads would otherwise use up the files of a process.
RIDGELINE_WEAK void ridgeline_regions_end(void *pointer) {
  ridgeline_regions_thread *thread = (ridgeline_regions_thread *)pointer;
  for (int i = 0; i < RIDGELINE_REGIONS_EVENTS; i++)
    if (thread->files[i] >= 0) close(thread->files[i]);
  free(thread);
}

// Maps the memory that `ridgeline count` shares; without it nothing is counted from here on.
RIDGELINE_WEAK void ridgeline_regions_begin(void) {
  const char *path = getenv(RIDGELINE_REGIONS_VARIABLE);
  void *place = MAP_FAILED;
  int state = -1;
  if (path && *path) {
    int file = open(path, O_RDWR | O_CLOEXEC);
    if (file >= 0) {
      if (lseek(file, 0, SEEK_END) == (off_t)sizeof(ridgeline_regions_shared))
        place = mmap(NULL, sizeof(ridgeline_regions_shared), PROT_READ | PROT_WRITE, MAP_SHARED,
                     file, 0);
      close(file);
    }
  }
  if (place != MAP_FAILED) {
    ridgeline_regions_memory = (ridgeline_regions_shared *)place;
    if (ridgeline_regions_memory->magic == RIDGELINE_REGIONS_MAGIC &&
        ridgeline_regions_memory->event_count <= RIDGELINE_REGIONS_EVENTS &&
        pthread_key_create(&ridgeline_regions_key, ridgeline_regions_end) == 0)
      state = 1;
  }
  __atomic_store_n(&ridgeline_regions_state, state, __ATOMIC_RELEASE);
}

RIDGELINE_WEAK int ridgeline_regions_open(const ridgeline_regions_event *event) {
  struct perf_event_attr attributes;
  memset(&attributes, 0, sizeof attributes);
  attributes.size = sizeof attributes;
  attributes.type = event->type;
  attributes.config = event->config;
  attributes.exclude_kernel = attributes.exclude_hv = event->is_user_only != 0;
  attributes.read_format = PERF_FORMAT_TOTAL_TIME_ENABLED | PERF_FORMAT_TOTAL_TIME_RUNNING;
  long file = syscall(SYS_perf_event_open, &attributes, 0, -1, -1, PERF_FLAG_FD_CLOEXEC);
  if (file < 0 && (errno == EACCES || errno == EPERM)) {
    attributes.exclude_kernel = attributes.exclude_hv = 1;
    file = syscall(SYS_perf_event_open, &attributes, 0, -1, -1, PERF_FLAG_FD_CLOEXEC);
  }
  return (int)file;
}

// The calling thread's own, made at its first region, and anew in a child that was forked.
RIDGELINE_WEAK ridgeline_regions_thread *ridgeline_regions_self(void) {
  ridgeline_regions_thread *thread =
      (ridgeline_regions_thread *)pthread_getspecific(ridgeline_regions_key);
  pid_t process = getpid();
  if (thread && thread->process == process) return thread;
  if (!thread) {
    thread = (ridgeline_regions_thread *)calloc(1, sizeof *thread);
    if (!thread || pthread_setspecific(ridgeline_regions_key, thread) != 0) {
      free(thread);
      return NULL;
    }
  } else {
    for (int i = 0; i < RIDGELINE_REGIONS_EVENTS; i++)
      if (thread->files[i] >= 0) close(thread->files[i]);
    memset(thread->visited, 0, sizeof thread->visited);
    thread->depth = 0;
  }
  thread->process = process;
  for (uint32_t i = 0; i < RIDGELINE_REGIONS_EVENTS; i++)
    thread->files[i] = i < ridgeline_regions_memory->event_count
                           ? ridgeline_regions_open(&ridgeline_regions_memory->events[i])
                           : -1;
  return thread;
}

// The slot of a name within a region, a new one where there is none; -1 where there is no room.
RIDGELINE_WEAK int32_t ridgeline_regions_find(int32_t parent, const char *name) {
  for (int32_t i = 0; i < RIDGELINE_REGIONS_SLOTS; i++) {
    ridgeline_regions_slot *slot = &ridgeline_regions_memory->slots[i];
    uint32_t state = __atomic_load_n(&slot->state, __ATOMIC_ACQUIRE);
    if (state == 0 && __atomic_compare_exchange_n(&slot->state, &state, 1, 0, __ATOMIC_ACQ_REL,
                                                  __ATOMIC_ACQUIRE)) {
      slot->parent = parent;
      strncpy(slot->name, name, RIDGELINE_REGIONS_NAME - 1);
      __atomic_store_n(&slot->state, 2, __ATOMIC_RELEASE);
      return i;
    }
    // Another thread makes it: it takes no longer than a copy of a name.
    while (state == 1) state = __atomic_load_n(&slot->state, __ATOMIC_ACQUIRE);
    if (slot->parent == parent &&
        strncmp(slot->name, name, RIDGELINE_REGIONS_NAME - 1) == 0)
      return i;
  }
  __atomic_fetch_add(&ridgeline_regions_memory->lost, 1, __ATOMIC_RELAXED);
  return -1;
}

RIDGELINE_WEAK uint64_t ridgeline_regions_now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return (uint64_t)time.tv_sec * 1000000000 + (uint64_t)time.tv_nsec;
}

RIDGELINE_WEAK void ridgeline_regions_read(const ridgeline_regions_thread *thread,
                                           ridgeline_regions_count *counts) {
  for (uint32_t i = 0; i < ridgeline_regions_memory->event_count; i++)
    if (thread->files[i] < 0 ||
        read(thread->files[i], &counts[i], sizeof counts[i]) != (ssize_t)sizeof counts[i])
      memset(&counts[i], 0, sizeof counts[i]);
}

RIDGELINE_WEAK void ridgeline_regions_enter(const char *name) {
  int error = errno;
  pthread_once(&ridgeline_regions_once, ridgeline_regions_begin);
  ridgeline_regions_thread *thread =
      ridgeline_regions_state > 0 ? ridgeline_regions_self() : NULL;
  if (thread && thread->depth < RIDGELINE_REGIONS_DEPTH) {
    int32_t parent = thread->depth > 0 ? thread->frames[thread->depth - 1].slot : -1;
    ridgeline_regions_frame *frame = &thread->frames[thread->depth++];
    frame->slot = ridgeline_regions_find(parent, name);
    ridgeline_regions_read(thread, frame->counts);
    frame->start = ridgeline_regions_now();
  } else if (thread) {
    __atomic_fetch_add(&ridgeline_regions_memory->lost, 1, __ATOMIC_RELAXED);
  }
  errno = error;
}

// Adds what came since the start of a region to its slot.
RIDGELINE_WEAK void ridgeline_regions_add(ridgeline_regions_thread *thread,
                                          const ridgeline_regions_frame *frame, uint64_t now,
                                          const ridgeline_regions_count *counts) {
  if (frame->slot < 0) return;
  ridgeline_regions_slot *slot = &ridgeline_regions_memory->slots[frame->slot];
  uint64_t bit = (uint64_t)1 << (frame->slot % 64), *word = &thread->visited[frame->slot / 64];
  __atomic_fetch_add(&slot->calls, 1, __ATOMIC_RELAXED);
  __atomic_fetch_add(&slot->nanoseconds, now - frame->start, __ATOMIC_RELAXED);
  if (!(*word & bit)) __atomic_fetch_add(&slot->threads, 1, __ATOMIC_RELAXED);
  *word |= bit;
  for (uint32_t i = 0; i < ridgeline_regions_memory->event_count; i++) {
    const ridgeline_regions_count *first = &frame->counts[i], *last = &counts[i];
    __atomic_fetch_add(&slot->counts[i].value, last->value - first->value, __ATOMIC_RELAXED);
    __atomic_fetch_add(&slot->counts[i].enabled, last->enabled - first->enabled,
                       __ATOMIC_RELAXED);
    __atomic_fetch_add(&slot->counts[i].running, last->running - first->running,
                       __ATOMIC_RELAXED);
  }
}

RIDGELINE_WEAK void ridgeline_regions_leave(const char *name) {
  int error = errno;
  uint64_t now = ridgeline_regions_now();
  ridgeline_regions_count counts[RIDGELINE_REGIONS_EVENTS];
  ridgeline_regions_thread *thread = ridgeline_regions_self();
  int found = -1;
  for (int i = 0; thread && i < thread->depth; i++) {
    int32_t slot = thread->frames[i].slot;
    if (slot >= 0 && strncmp(ridgeline_regions_memory->slots[slot].name, name,
                             RIDGELINE_REGIONS_NAME - 1) == 0)
      found = i;
  }
  if (found < 0) {
    __atomic_fetch_add(&ridgeline_regions_memory->unmatched, 1, __ATOMIC_RELAXED);
  } else {
    ridgeline_regions_read(thread, counts);
    while (thread->depth > found)
      ridgeline_regions_add(thread, &thread->frames[--thread->depth], now, counts);
  }
  errno = error;
}

#ifdef __cplusplus
}
#endif

#endif
