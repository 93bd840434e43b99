// One fused multiply-add in fp32 an instruction: x = x * m + a.

#if defined(__aarch64__)
#include "loop.h"

#define STEP(i) "fmadd s" #i ", s" #i ", s30, s31\n\t"
RL_NEON_KERNEL(arm_scalar_fp32, "+simd", REPEAT_24(STEP), 24 * 2)
#endif
