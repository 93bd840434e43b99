// The table of the x86-64 compute kernels, narrow instruction sets first: one line each.

#if defined(__x86_64__)
#include <stddef.h>

#include "compute.h"
#include "features.h"

#define FUNCTION(name) uint64_t rl_##name(uint64_t iterations, rl_registers *registers);
#define ENTRY(name, isa, precision, unit, form, code, accumulators, operations, bits, has) \
  {#name, isa, precision, unit, form, code, accumulators, operations, bits, has, rl_##name},

// name, ISA, precision, unit, form, instructions, accumulators, operations an iteration, bits, feature
// clang-format off
#define KERNELS(K) \
  K(scalar_fp64_mul_add, "SSE2 scalar", "fp64", "scalar", "mul+add", "mulsd,addsd", 14, 28, 64, rl_has_sse2) \
  K(scalar_fp32_mul_add, "SSE2 scalar", "fp32", "scalar", "mul+add", "mulss,addss", 14, 28, 64, rl_has_sse2) \
  K(scalar_fma_fp64, "FMA scalar", "fp64", "scalar", "fma", "vfmadd213sd", 14, 28, 65, rl_has_avx2_fma) \
  K(scalar_fma_fp32, "FMA scalar", "fp32", "scalar", "fma", "vfmadd213ss", 14, 28, 65, rl_has_avx2_fma) \
  K(sse2_fp64_mul_add, "SSE2", "fp64", "vector", "mul+add", "mulpd,addpd", 14, 56, 128, rl_has_sse2) \
  K(sse2_fp32_mul_add, "SSE2", "fp32", "vector", "mul+add", "mulps,addps", 14, 112, 128, rl_has_sse2) \
  K(avx_fp64_mul_add, "AVX", "fp64", "vector", "mul+add", "vmulpd,vaddpd", 14, 112, 256, rl_has_avx) \
  K(avx_fp32_mul_add, "AVX", "fp32", "vector", "mul+add", "vmulps,vaddps", 14, 224, 256, rl_has_avx) \
  K(avx2_fma_fp64, "AVX2+FMA", "fp64", "vector", "fma", "vfmadd213pd", 14, 112, 256, rl_has_avx2_fma) \
  K(avx2_fma_fp32, "AVX2+FMA", "fp32", "vector", "fma", "vfmadd213ps", 14, 224, 256, rl_has_avx2_fma) \
  K(avx2_fma_fp64_add, "AVX2+FMA", "fp64", "vector", "fma+add", "vfmadd213pd,vaddpd,vsubpd", 14, 168, 256, rl_has_avx2_fma) \
  K(avx2_fma_fp32_add, "AVX2+FMA", "fp32", "vector", "fma+add", "vfmadd213ps,vaddps,vsubps", 14, 336, 256, rl_has_avx2_fma) \
  K(avx_vnni_int8, "AVX-VNNI", "int8", "vector", "dot", "vpdpbusd", 14, 896, 256, rl_has_avx_vnni) \
  K(avx512f_fp64_fma, "AVX-512F", "fp64", "vector", "fma", "vfmadd213pd", 24, 384, 512, rl_has_avx512f) \
  K(avx512f_fp32_fma, "AVX-512F", "fp32", "vector", "fma", "vfmadd213ps", 24, 768, 512, rl_has_avx512f) \
  K(avx512f_fp64_mul_add, "AVX-512F", "fp64", "vector", "mul+add", "vmulpd,vaddpd", 24, 384, 512, rl_has_avx512f) \
  K(avx512f_fp32_mul_add, "AVX-512F", "fp32", "vector", "mul+add", "vmulps,vaddps", 24, 768, 512, rl_has_avx512f) \
  K(avx512f_fp64_fma_add, "AVX-512F", "fp64", "vector", "fma+add", "vfmadd213pd,vaddpd,vsubpd", 24, 576, 512, rl_has_avx512f) \
  K(avx512f_fp32_fma_add, "AVX-512F", "fp32", "vector", "fma+add", "vfmadd213ps,vaddps,vsubps", 24, 1152, 512, rl_has_avx512f) \
  K(avx512fp16_fma, "AVX-512-FP16", "fp16", "vector", "fma", "vfmadd213ph", 24, 1536, 512, rl_has_avx512_fp16) \
  K(avx512fp16_mul_add, "AVX-512-FP16", "fp16", "vector", "mul+add", "vmulph,vaddph", 24, 1536, 512, rl_has_avx512_fp16) \
  K(avx512fp16_fma_add, "AVX-512-FP16", "fp16", "vector", "fma+add", "vfmadd213ph,vaddph,vsubph", 24, 2304, 512, rl_has_avx512_fp16) \
  K(avx512_bf16, "AVX-512-BF16", "bf16", "vector", "dot", "vdpbf16ps", 24, 1536, 512, rl_has_avx512_bf16) \
  K(avx512_vnni_int8, "AVX-512-VNNI", "int8", "vector", "dot", "vpdpbusd", 24, 3072, 512, rl_has_avx512_vnni) \
  K(amx_bf16, "AMX-BF16", "bf16", "matrix", "tile product", "tdpbf16ps", 6, 98304, 1024, rl_has_amx_bf16) \
  K(amx_int8, "AMX-INT8", "int8", "matrix", "tile product", "tdpbssd", 6, 196608, 1024, rl_has_amx_int8)
// clang-format on

#define DECLARE(name, ...) FUNCTION(name)
KERNELS(DECLARE)

static const rl_compute_kernel kernels[] = {KERNELS(ENTRY)};

int rl_compute_kernel_count(void) { return (int)(sizeof kernels / sizeof *kernels); }

const rl_compute_kernel *rl_compute_kernel_at(int index) {
  return index >= 0 && index < rl_compute_kernel_count() ? &kernels[index] : NULL;
}
#endif
