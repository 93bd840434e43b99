#ifndef RIDGELINE_MEMORY_H
#define RIDGELINE_MEMORY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "compute.h"

// Chunks are whole multiples of this many bytes; arrays are aligned to 64.
#define RL_CHUNK_BYTES 1024

// Three arrays of fp64, of `bytes` each, a whole multiple of RL_CHUNK_BYTES, and the factor of triad and
// update; kernels take as many as they need. `cursor` is where the next run begins, round and round.
typedef struct {
  unsigned char *a, *b, *c;
  size_t bytes, cursor;
  double factor;
} rl_arrays;

// Goes on over `bytes` of each array, a whole multiple of RL_CHUNK_BYTES, as many rounds as that is;
// returns the bytes that the algorithm reads and writes.
typedef uint64_t (*rl_memory_run)(rl_arrays *arrays, size_t bytes);

// What one line of the table says of a memory kernel.
typedef struct {
  // Its name, which is also its symbol's, less the prefix `rl_`.
  const char *name;
  // "read", "write", "copy", "triad", "update", or one that writes followed by "non-temporal".
  const char *operation;
  // The instruction set as people know it.
  const char *isa;
  // How many of the arrays it touches.
  int arrays;
  // Bytes of the algorithm for each byte of an array.
  int streams;
  // The same with the lines that an ordinary store reads before it writes them.
  int streams_with_write_allocate;
  // The mnemonics that its loop's work consists of, in a comma-separated list.
  const char *instructions;
  // The width of its vectors.
  int width_bits;
  rl_support (*supported)(void);
  rl_memory_run run;
} rl_memory_kernel;

// The kernels compiled for this architecture, narrow instruction sets first.
int rl_memory_kernel_count(void);
const rl_memory_kernel *rl_memory_kernel_at(int index);
// As for compute kernels.
rl_trial rl_try_memory_kernel(const rl_memory_kernel *kernel);

// Follows `chains` independent chains of pointers for `hops` steps each; `heads` says where they stand,
// and where they stand then. Returns the steps of all chains. `chains` is 1, 2, 4, 8 or 16.
uint64_t rl_chase(void **heads, int chains, uint64_t hops);

// Makes `count` lines of `line` bytes, at `memory`, one closed chain in a random order: each holds the
// address of the next. `order` has room for `count` numbers. `seed` decides the order.
void rl_make_chain(unsigned char *memory, uint32_t *order, uint32_t count, size_t line,
                   uint64_t seed);

#endif
