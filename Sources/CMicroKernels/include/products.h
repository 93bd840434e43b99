#ifndef RIDGELINE_PRODUCTS_H
#define RIDGELINE_PRODUCTS_H

#include <stdbool.h>

// Matrix products of a library with the C interface of the Basic Linear Algebra Subprograms (BLAS
// Technical Forum, 2001: cblas_sgemm and cblas_dgemm with 32-bit integers), as OpenBLAS and MKL have it.

// The best product of one precision on a number of threads.
typedef struct {
  // What the library says of itself; ends with a zero.
  char library[160];
  // 32 or 64.
  int bits;
  int threads;
  // How often it ran.
  int runs;
  // FLOP/s of the fastest run and of the middle one: 2 n^3 over the time.
  double best, median;
} rl_product;

#define RL_MOST_PRODUCTS 16

typedef enum {
  RL_PRODUCTS_DONE,
  // The library is not installed, or lacks a function.
  RL_PRODUCTS_NO_LIBRARY,
  // It gave a wrong result.
  RL_PRODUCTS_WRONG,
  // The child ended by a signal: `detail`.
  RL_PRODUCTS_CRASHED,
  // There is no memory or no child: `detail` is errno.
  RL_PRODUCTS_NO_CHILD,
} rl_products_end;

typedef struct {
  rl_products_end end;
  int detail;
  int count;
  rl_product products[RL_MOST_PRODUCTS];
} rl_products;

// Repeats products of `size` rows for `seconds` each, in both precisions, on each of the numbers of
// threads (eight at most), in a child process that has `patience` seconds: what crashes there, or starts
// threads, leaves this process alone. `core_type` is what OpenBLAS is told to take this CPU for; NULL
// leaves the choice to it.
//
// All in C: a child of a process with threads may take no lock that another thread held.
rl_products rl_measure_products(const char *library, const char *core_type, const int *threads,
                                int thread_counts, int size, double seconds, unsigned patience);

#endif
