// AVX-512-FP16 in fp16: fused multiply-adds alone, multiply and add apart, and fused ones mixed with additions.

#if defined(__x86_64__)
#include "evex.h"

#define FMA(i) RL_EVEX_FMA("vfmadd213ph", i)
#define MULTIPLY(i) RL_EVEX_MULTIPLY("vmulph", i)
#define ADD(i) RL_EVEX_ADD("vaddph", i)
#define SUBTRACT(i) RL_EVEX_ADD("vsubph", i)

RL_ZMM_KERNEL(avx512fp16_fma, "avx512fp16", REPEAT_24(FMA), 24 * 2 * 32)
RL_ZMM_KERNEL(avx512fp16_mul_add, "avx512fp16", REPEAT_24(MULTIPLY) REPEAT_24(ADD), 24 * 2 * 32)

// Twelve accumulators of each kind; additions and subtractions take turns, so that nothing grows.
#define PAIR(i, j, add) FMA(i) add(j)
#define PAIRS(add)                                                                     \
  PAIR(0, 12, add) PAIR(1, 13, add) PAIR(2, 14, add) PAIR(3, 15, add) PAIR(4, 16, add) \
  PAIR(5, 17, add) PAIR(6, 18, add) PAIR(7, 19, add) PAIR(8, 20, add) PAIR(9, 21, add) \
  PAIR(10, 22, add) PAIR(11, 23, add)
RL_ZMM_KERNEL(avx512fp16_fma_add, "avx512fp16", PAIRS(ADD) PAIRS(SUBTRACT), 12 * (2 * 2 + 2) * 32)
#endif
