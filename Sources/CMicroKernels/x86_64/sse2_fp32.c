// SSE2 in fp32: multiply and add.

#if defined(__x86_64__)
#include "sse2.h"

#define MULTIPLY(i) RL_SSE_MULTIPLY("mulps", i)
#define ADD(i) RL_SSE_ADD("addps", i)
RL_SSE_KERNEL(sse2_fp32_mul_add, MULTIPLY, ADD, 4)
#endif
