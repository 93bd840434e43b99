#define _GNU_SOURCE
#include "CRidgelineRegions.h"

#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include "ridgeline_regions.h"

void rl_region_start(const char *name) { ridgeline_region_start(name); }

void rl_region_stop(const char *name) { ridgeline_region_stop(name); }

struct rl_region_memory {
  int file;
  ridgeline_regions_shared *shared;
};

rl_region_memory *rl_region_memory_make(void) {
  rl_region_memory *memory = malloc(sizeof *memory);
  if (!memory) return NULL;
  memory->file = memfd_create("ridgeline-regions", MFD_CLOEXEC);
  size_t size = sizeof *memory->shared;
  void *place = MAP_FAILED;
  if (memory->file >= 0 && ftruncate(memory->file, (off_t)size) == 0)
    place = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED, memory->file, 0);
  if (place == MAP_FAILED) {
    if (memory->file >= 0) close(memory->file);
    free(memory);
    return NULL;
  }
  memory->shared = place;
  memory->shared->magic = RIDGELINE_REGIONS_MAGIC;
  return memory;
}

int rl_region_memory_file(const rl_region_memory *memory) { return memory->file; }

void rl_region_memory_free(rl_region_memory *memory) {
  munmap(memory->shared, sizeof *memory->shared);
  close(memory->file);
  free(memory);
}

bool rl_region_memory_add(rl_region_memory *memory, uint32_t type, uint64_t config,
                          bool is_user_only) {
  ridgeline_regions_shared *shared = memory->shared;
  if (shared->event_count >= RIDGELINE_REGIONS_EVENTS) return false;
  ridgeline_regions_event event = {type, is_user_only, config};
  shared->events[shared->event_count++] = event;
  return true;
}

// A program may write anything into what it shares: nothing is taken from it unchecked.
bool rl_region_at(const rl_region_memory *memory, int index, rl_region *region) {
  if (index < 0 || index >= RIDGELINE_REGIONS_SLOTS) return false;
  ridgeline_regions_slot *slot = &memory->shared->slots[index];
  if (__atomic_load_n(&slot->state, __ATOMIC_ACQUIRE) != 2) return false;
  slot->name[RIDGELINE_REGIONS_NAME - 1] = 0;
  region->name = slot->name;
  region->parent = slot->parent < index ? slot->parent : -1;
  region->calls = slot->calls;
  region->threads = slot->threads;
  region->nanoseconds = slot->nanoseconds;
  return true;
}

void rl_region_count_at(const rl_region_memory *memory, int index, int event, uint64_t count[3]) {
  const ridgeline_regions_count *found = &memory->shared->slots[index].counts[event];
  count[0] = found->value, count[1] = found->enabled, count[2] = found->running;
}

uint32_t rl_region_memory_unmatched(const rl_region_memory *memory) {
  return memory->shared->unmatched;
}

uint32_t rl_region_memory_lost(const rl_region_memory *memory) { return memory->shared->lost; }
