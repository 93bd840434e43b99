// The table of the AArch64 memory kernels.

#if defined(__aarch64__)
#include "features.h"
#include "memory.h"

// name, operation, arrays, streams, with write-allocate, instructions
#define KERNELS(K)                                            \
  K(neon_read, "read", 1, 1, 1, "ldp")                        \
  K(neon_write, "write", 1, 1, 2, "stp")                      \
  K(neon_write_past, "write non-temporal", 1, 1, 1, "stnp")   \
  K(neon_copy, "copy", 2, 2, 3, "ldp,stp")                    \
  K(neon_triad, "triad", 3, 3, 4, "ldp,fmla,stp")             \
  K(neon_update, "update", 1, 2, 2, "ldp,fmul,stp")

#define DECLARE(name, ...) uint64_t rl_##name(rl_arrays *arrays, size_t bytes);
KERNELS(DECLARE)

#define ENTRY(name, operation, arrays, streams, allocating, code) \
  {#name, operation, "NEON", arrays, streams, allocating, code, 128, rl_has_simd, rl_##name},
static const rl_memory_kernel kernels[] = {KERNELS(ENTRY)};

int rl_memory_kernel_count(void) { return (int)(sizeof kernels / sizeof *kernels); }

const rl_memory_kernel *rl_memory_kernel_at(int index) {
  return index >= 0 && index < rl_memory_kernel_count() ? &kernels[index] : NULL;
}
#endif
