#ifndef C_RIDGELINE_REGIONS_H
#define C_RIDGELINE_REGIONS_H

// What Swift sees of regions: ridgeline_regions.h itself defines weak symbols, which it does not import.

#include <stdbool.h>
#include <stdint.h>

// Starts and stops a region, as ridgeline_region_start and ridgeline_region_stop do.
void rl_region_start(const char *name);
void rl_region_stop(const char *name);

// The memory that `ridgeline count` shares with the programs that it runs.
typedef struct rl_region_memory rl_region_memory;

// Makes it, with a file for it that has no name; NULL with errno set where that fails.
rl_region_memory *rl_region_memory_make(void);
int rl_region_memory_file(const rl_region_memory *memory);
void rl_region_memory_free(rl_region_memory *memory);
// Adds an event that regions are to count; false where there is no room.
bool rl_region_memory_add(rl_region_memory *memory, uint32_t type, uint64_t config,
                          bool is_user_only);

// A region that a program has marked; `parent` is the index of the one that it is in, or -1.
typedef struct {
  const char *name;
  int parent;
  uint64_t calls, threads, nanoseconds;
} rl_region;

// The region at an index; false beyond the last.
bool rl_region_at(const rl_region_memory *memory, int index, rl_region *region);
// What an event counted in it: the value, and the nanoseconds in which it was wanted, and counted.
void rl_region_count_at(const rl_region_memory *memory, int index, int event, uint64_t count[3]);
// Stops without a start, and regions that found no room.
uint32_t rl_region_memory_unmatched(const rl_region_memory *memory);
uint32_t rl_region_memory_lost(const rl_region_memory *memory);

#endif
