// One fp64 operation an instruction: SSE2's scalar multiply and add.

#if defined(__x86_64__)
#include "sse2.h"

#define MULTIPLY(i) RL_SSE_MULTIPLY("mulsd", i)
#define ADD(i) RL_SSE_ADD("addsd", i)
RL_SSE_KERNEL(scalar_fp64_mul_add, MULTIPLY, ADD, 1)
#endif
