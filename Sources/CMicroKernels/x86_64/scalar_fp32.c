// One fp32 operation an instruction: SSE2's scalar multiply and add.

#if defined(__x86_64__)
#include "sse2.h"

#define MULTIPLY(i) RL_SSE_MULTIPLY("mulss", i)
#define ADD(i) RL_SSE_ADD("addss", i)
RL_SSE_KERNEL(scalar_fp32_mul_add, MULTIPLY, ADD, 1)
#endif
