#ifndef RIDGELINE_X86_64_SSE2_H
#define RIDGELINE_X86_64_SSE2_H

// Multiply and add with two-operand instructions in 16-byte registers: 14 accumulators, x = x * m + a.

#include "loop.h"

#define RL_SSE_FILL(i) RL_FILL("movups", "xmm", i)
#define RL_SSE_DRAIN(i) RL_DRAIN("movups", "xmm", i)

#define RL_SSE_KERNEL(name, multiply, add, lanes)                                               \
  RL_X86_KERNEL(name, "sse2", REPEAT_14(RL_SSE_FILL) RL_OPERANDS("movups", "xmm", 14, 15),      \
                RL_MULTIPLY_ADD_14(multiply, add), REPEAT_14(RL_SSE_DRAIN), 14 * 2 * (lanes), \
                RL_CLOBBERS_16)

#define RL_SSE_MULTIPLY(mnemonic, i) mnemonic " %%xmm14, %%xmm" #i "\n\t"
#define RL_SSE_ADD(mnemonic, i) mnemonic " %%xmm15, %%xmm" #i "\n\t"

#endif
