#ifndef RIDGELINE_X86_64_VEX_H
#define RIDGELINE_X86_64_VEX_H

// Three-operand kernels in 16 registers of 16 or 32 bytes.

#include "loop.h"

#define RL_XMM_FILL(i) RL_FILL("vmovups", "xmm", i)
#define RL_XMM_DRAIN(i) RL_DRAIN("vmovups", "xmm", i)
#define RL_YMM_FILL(i) RL_FILL("vmovups", "ymm", i)
#define RL_YMM_DRAIN(i) RL_DRAIN("vmovups", "ymm", i)

#define RL_XMM_KERNEL(name, features, body, count)                                               \
  RL_X86_KERNEL(name, features, REPEAT_14(RL_XMM_FILL) RL_OPERANDS("vmovups", "xmm", 14, 15), body, \
                REPEAT_14(RL_XMM_DRAIN), count, RL_CLOBBERS_16)
#define RL_YMM_KERNEL(name, features, body, count)                                               \
  RL_X86_KERNEL(name, features, REPEAT_14(RL_YMM_FILL) RL_OPERANDS("vmovups", "ymm", 14, 15), body, \
                REPEAT_14(RL_YMM_DRAIN) "vzeroupper\n\t", count, RL_CLOBBERS_16)

// x = x * m, x = x + a, x = x - a, and x = x * m + a in one.
#define RL_VEX_MULTIPLY(mnemonic, r, i) mnemonic " %%" r "14, %%" r #i ", %%" r #i "\n\t"
#define RL_VEX_ADD(mnemonic, r, i) mnemonic " %%" r "15, %%" r #i ", %%" r #i "\n\t"
#define RL_VEX_FMA(mnemonic, r, i) mnemonic " %%" r "15, %%" r "14, %%" r #i "\n\t"

#endif
