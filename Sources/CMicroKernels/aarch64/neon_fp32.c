// NEON in fp32: x = x + m * a, which stops growing where a step is lost in rounding.

#if defined(__aarch64__)
#include "loop.h"

#define STEP(i) "fmla v" #i ".4s, v30.4s, v31.4s\n\t"
RL_NEON_KERNEL(neon_fp32, "+simd", REPEAT_24(STEP), 24 * 2 * 4)

// x = x * m + a in two instructions.
#define MULTIPLY(i) "fmul v" #i ".4s, v" #i ".4s, v30.4s\n\t"
#define ADD(i) "fadd v" #i ".4s, v" #i ".4s, v31.4s\n\t"
RL_NEON_KERNEL(neon_fp32_mul_add, "+simd", REPEAT_24(MULTIPLY) REPEAT_24(ADD), 24 * 2 * 4)
#endif
