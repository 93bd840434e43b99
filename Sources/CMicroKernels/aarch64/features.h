#ifndef RIDGELINE_AARCH64_FEATURES_H
#define RIDGELINE_AARCH64_FEATURES_H

#include "compute.h"

// Whether the kernel says that this CPU has the instructions (kernel documentation, "ARM64 ELF hwcaps").
rl_support rl_has_simd(void);
rl_support rl_has_fp16(void);
rl_support rl_has_dot(void);
rl_support rl_has_bf16(void);
rl_support rl_has_i8mm(void);
rl_support rl_has_sve(void);

// The width of SVE vectors, in bytes. Only where there is SVE.
uint64_t rl_sve_bytes(void);

#endif
