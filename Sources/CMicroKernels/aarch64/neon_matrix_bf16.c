// NEON bfloat16 (FEAT_BF16): products of 2 x 4 and 4 x 2 matrices, accumulated in fp32.

#if defined(__aarch64__)
#include "loop.h"

#define STEP(i) "bfmmla v" #i ".4s, v30.8h, v31.8h\n\t"
RL_NEON_KERNEL(neon_matrix_bf16, "arch=armv8.2-a+bf16", REPEAT_24(STEP), 24 * 2 * 16)
#endif
