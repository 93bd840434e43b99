// AVX in fp64: multiply and add in 256 bits.

#if defined(__x86_64__)
#include "vex.h"

#define MULTIPLY(i) RL_VEX_MULTIPLY("vmulpd", "ymm", i)
#define ADD(i) RL_VEX_ADD("vaddpd", "ymm", i)
RL_YMM_KERNEL(avx_fp64_mul_add, "avx", RL_MULTIPLY_ADD_14(MULTIPLY, ADD), 14 * 2 * 4)
#endif
