#ifndef RIDGELINE_X86_64_EVEX_H
#define RIDGELINE_X86_64_EVEX_H

// Three-operand kernels in 24 of AVX-512's 32 registers.

#include "loop.h"

#define RL_ZMM_FILL(i) RL_FILL("vmovups", "zmm", i)
#define RL_ZMM_DRAIN(i) RL_DRAIN("vmovups", "zmm", i)

#define RL_ZMM_KERNEL(name, features, body, count)                                               \
  RL_X86_KERNEL(name, features, REPEAT_24(RL_ZMM_FILL) RL_OPERANDS("vmovups", "zmm", 30, 31), body, \
                REPEAT_24(RL_ZMM_DRAIN) "vzeroupper\n\t", count, RL_CLOBBERS_32)

#define RL_EVEX_MULTIPLY(mnemonic, i) mnemonic " %%zmm30, %%zmm" #i ", %%zmm" #i "\n\t"
#define RL_EVEX_ADD(mnemonic, i) mnemonic " %%zmm31, %%zmm" #i ", %%zmm" #i "\n\t"
#define RL_EVEX_FMA(mnemonic, i) mnemonic " %%zmm31, %%zmm30, %%zmm" #i "\n\t"

#endif
