// NEON dot products (FEAT_DotProd): sums of four products of signed bytes.

#if defined(__aarch64__)
#include "loop.h"

#define STEP(i) "sdot v" #i ".4s, v30.16b, v31.16b\n\t"
RL_NEON_KERNEL(neon_dot_int8, "arch=armv8.2-a+dotprod", REPEAT_24(STEP), 24 * 2 * 16)
#endif
