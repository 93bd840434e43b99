// AVX in fp32: multiply and add in 256 bits.

#if defined(__x86_64__)
#include "vex.h"

#define MULTIPLY(i) RL_VEX_MULTIPLY("vmulps", "ymm", i)
#define ADD(i) RL_VEX_ADD("vaddps", "ymm", i)
RL_YMM_KERNEL(avx_fp32_mul_add, "avx", RL_MULTIPLY_ADD_14(MULTIPLY, ADD), 14 * 2 * 8)
#endif
