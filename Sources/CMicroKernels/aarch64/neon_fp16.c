// NEON in fp16 (FEAT_FP16): x = x + m * a, which stops growing where a step is lost in rounding.

#if defined(__aarch64__)
#include "loop.h"

#define STEP(i) "fmla v" #i ".8h, v30.8h, v31.8h\n\t"
RL_NEON_KERNEL(neon_fp16, "arch=armv8.2-a+fp16", REPEAT_24(STEP), 24 * 2 * 8)

// x = x * m + a in two instructions.
#define MULTIPLY(i) "fmul v" #i ".8h, v" #i ".8h, v30.8h\n\t"
#define ADD(i) "fadd v" #i ".8h, v" #i ".8h, v31.8h\n\t"
RL_NEON_KERNEL(neon_fp16_mul_add, "arch=armv8.2-a+fp16", REPEAT_24(MULTIPLY) REPEAT_24(ADD), 24 * 2 * 8)
#endif
