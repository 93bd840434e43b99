// The table of the x86-64 memory kernels, narrow vectors first.

#if defined(__x86_64__)
#include "features.h"
#include "memory.h"

// The operations of one width: name, operation, ISA, arrays, streams, with write-allocate,
// instructions, bits, feature.
// clang-format off
#define OPERATIONS(K, p, isa, move, past, triad, update, bits, has) \
  K(p##_read, "read", isa, 1, 1, 1, move, bits, has) \
  K(p##_write, "write", isa, 1, 1, 2, move, bits, has) \
  K(p##_write_past, "write non-temporal", isa, 1, 1, 1, past, bits, has) \
  K(p##_copy, "copy", isa, 2, 2, 3, move, bits, has) \
  K(p##_triad, "triad", isa, 3, 3, 4, move "," triad, bits, has) \
  K(p##_copy_past, "copy non-temporal", isa, 2, 2, 2, move "," past, bits, has) \
  K(p##_triad_past, "triad non-temporal", isa, 3, 3, 3, move "," past "," triad, bits, has) \
  K(p##_update, "update", isa, 1, 2, 2, move "," update, bits, has)

#define KERNELS(K) \
  OPERATIONS(K, sse2, "SSE2", "movups", "movntpd", "mulpd,addpd", "mulpd", 128, rl_has_sse2) \
  OPERATIONS(K, avx2, "AVX2+FMA", "vmovups", "vmovntpd", "vfmadd231pd", "vmulpd", 256, rl_has_avx2_fma) \
  OPERATIONS(K, avx512, "AVX-512F", "vmovups", "vmovntpd", "vfmadd231pd", "vmulpd", 512, rl_has_avx512f)
// clang-format on

#define DECLARE(name, ...) uint64_t rl_##name(rl_arrays *arrays, size_t bytes);
KERNELS(DECLARE)

#define ENTRY(name, operation, isa, arrays, streams, allocating, code, bits, has) \
  {#name, operation, isa, arrays, streams, allocating, code, bits, has, rl_##name},
static const rl_memory_kernel kernels[] = {KERNELS(ENTRY)};

int rl_memory_kernel_count(void) { return (int)(sizeof kernels / sizeof *kernels); }

const rl_memory_kernel *rl_memory_kernel_at(int index) {
  return index >= 0 && index < rl_memory_kernel_count() ? &kernels[index] : NULL;
}
#endif
