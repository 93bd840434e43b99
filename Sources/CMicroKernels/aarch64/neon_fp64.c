// NEON in fp64: x = x + m * a, which stops growing where a step is lost in rounding.

#if defined(__aarch64__)
#include "loop.h"

#define STEP(i) "fmla v" #i ".2d, v30.2d, v31.2d\n\t"
RL_NEON_KERNEL(neon_fp64, "+simd", REPEAT_24(STEP), 24 * 2 * 2)

// x = x * m + a in two instructions.
#define MULTIPLY(i) "fmul v" #i ".2d, v" #i ".2d, v30.2d\n\t"
#define ADD(i) "fadd v" #i ".2d, v" #i ".2d, v31.2d\n\t"
RL_NEON_KERNEL(neon_fp64_mul_add, "+simd", REPEAT_24(MULTIPLY) REPEAT_24(ADD), 24 * 2 * 2)
#endif
