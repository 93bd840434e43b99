// One fused multiply-add in fp64 an instruction: x = x * m + a.

#if defined(__aarch64__)
#include "loop.h"

#define STEP(i) "fmadd d" #i ", d" #i ", d30, d31\n\t"
RL_NEON_KERNEL(arm_scalar_fp64, "+simd", REPEAT_24(STEP), 24 * 2)
#endif
