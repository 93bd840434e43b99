// The table of the AArch64 compute kernels, narrow instruction sets first: one line each.

#if defined(__aarch64__)
#include <stddef.h>

#include "compute.h"
#include "features.h"

// name, ISA, precision, unit, form, instructions, operations an iteration, bits, feature; 0 operations
// where the width of a vector is only known when the kernel runs: what it returns counts.
// clang-format off
#define KERNELS(K) \
  K(arm_scalar_fp64, "A64 scalar", "fp64", "scalar", "fma", "fmadd", 48, 64, rl_has_simd) \
  K(arm_scalar_fp32, "A64 scalar", "fp32", "scalar", "fma", "fmadd", 48, 64, rl_has_simd) \
  K(neon_fp64, "NEON", "fp64", "vector", "fma", "fmla", 96, 128, rl_has_simd) \
  K(neon_fp32, "NEON", "fp32", "vector", "fma", "fmla", 192, 128, rl_has_simd) \
  K(neon_fp16, "NEON FP16", "fp16", "vector", "fma", "fmla", 384, 128, rl_has_fp16) \
  K(neon_fp64_mul_add, "NEON", "fp64", "vector", "mul+add", "fmul,fadd", 96, 128, rl_has_simd) \
  K(neon_fp32_mul_add, "NEON", "fp32", "vector", "mul+add", "fmul,fadd", 192, 128, rl_has_simd) \
  K(neon_fp16_mul_add, "NEON FP16", "fp16", "vector", "mul+add", "fmul,fadd", 384, 128, rl_has_fp16) \
  K(neon_dot_int8, "NEON dot product", "int8", "vector", "dot", "sdot", 768, 128, rl_has_dot) \
  K(neon_dot_bf16, "NEON BF16", "bf16", "vector", "dot", "bfdot", 384, 128, rl_has_bf16) \
  K(neon_matrix_bf16, "NEON BF16", "bf16", "matrix", "2x4x2 product", "bfmmla", 768, 128, rl_has_bf16) \
  K(neon_matrix_int8, "NEON I8MM", "int8", "matrix", "2x8x2 product", "smmla", 1536, 128, rl_has_i8mm) \
  K(sve_fp64, "SVE", "fp64", "vector", "fma", "fmla", 0, 129, rl_has_sve) \
  K(sve_fp32, "SVE", "fp32", "vector", "fma", "fmla", 0, 129, rl_has_sve) \
  K(sve_fp16, "SVE", "fp16", "vector", "fma", "fmla", 0, 129, rl_has_sve)
// clang-format on

#define DECLARE(name, ...) uint64_t rl_##name(uint64_t iterations, rl_registers *registers);
KERNELS(DECLARE)

#define ENTRY(name, isa, precision, unit, form, code, operations, bits, has) \
  {#name, isa, precision, unit, form, code, 24, operations, bits, has, rl_##name},
static const rl_compute_kernel kernels[] = {KERNELS(ENTRY)};

int rl_compute_kernel_count(void) { return (int)(sizeof kernels / sizeof *kernels); }

const rl_compute_kernel *rl_compute_kernel_at(int index) {
  return index >= 0 && index < rl_compute_kernel_count() ? &kernels[index] : NULL;
}
#endif
