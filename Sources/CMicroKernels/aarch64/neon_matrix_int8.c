// NEON bytes (FEAT_I8MM): products of 2 x 8 and 8 x 2 matrices of signed bytes.

#if defined(__aarch64__)
#include "loop.h"

#define STEP(i) "smmla v" #i ".4s, v30.16b, v31.16b\n\t"
RL_NEON_KERNEL(neon_matrix_int8, "arch=armv8.2-a+i8mm", REPEAT_24(STEP), 24 * 2 * 32)
#endif
