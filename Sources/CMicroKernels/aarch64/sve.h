#ifndef RIDGELINE_AARCH64_SVE_H
#define RIDGELINE_AARCH64_SVE_H

// Kernels in vectors of a width that only the CPU knows; their slots stand one behind the other.

#include "features.h"
#include "loop.h"

typedef double rl_fp64;
typedef float rl_fp32;
typedef uint16_t rl_fp16;

#define RL_SVE_FILL(i) "ldr z" #i ", [%[slots], #" #i ", mul vl]\n\t"
#define RL_SVE_DRAIN(i) "str z" #i ", [%[slots], #" #i ", mul vl]\n\t"
#define RL_SVE_KERNEL(name, element, body, count)                                           \
  RL_ARM_KERNEL(name, "+sve", "ptrue p0." element "\n\t" REPEAT_24(RL_SVE_FILL)             \
                RL_SVE_FILL(30) RL_SVE_FILL(31), body, REPEAT_24(RL_SVE_DRAIN), count)

#endif
