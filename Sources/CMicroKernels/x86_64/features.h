#ifndef RIDGELINE_X86_64_FEATURES_H
#define RIDGELINE_X86_64_FEATURES_H

#include "compute.h"

// Whether the CPU has the instructions and the system keeps the registers that they need (Intel 64 and
// IA-32 Architectures Software Developer's Manual, volume 1, chapters 13 and 14, and CPUID in volume 2).
rl_support rl_has_sse2(void);
rl_support rl_has_avx(void);
rl_support rl_has_avx2_fma(void);
rl_support rl_has_avx_vnni(void);
rl_support rl_has_avx512f(void);
rl_support rl_has_avx512_fp16(void);
rl_support rl_has_avx512_bf16(void);
rl_support rl_has_avx512_vnni(void);
// These ask the kernel for the permission to use tiles, too: RL_SUPPORT_NO_PERMISSION where it gives none.
rl_support rl_has_amx_bf16(void);
rl_support rl_has_amx_int8(void);

#endif
