// AVX-512-BF16: sums of two products of bfloat16, accumulated in fp32.

#if defined(__x86_64__)
#include "evex.h"

#define DOT(i) RL_EVEX_FMA("vdpbf16ps", i)
RL_ZMM_KERNEL(avx512_bf16, "avx512bf16", REPEAT_24(DOT), 24 * 2 * 32)
#endif
