// SSE2 in fp64: multiply and add.

#if defined(__x86_64__)
#include "sse2.h"

#define MULTIPLY(i) RL_SSE_MULTIPLY("mulpd", i)
#define ADD(i) RL_SSE_ADD("addpd", i)
RL_SSE_KERNEL(sse2_fp64_mul_add, MULTIPLY, ADD, 2)
#endif
