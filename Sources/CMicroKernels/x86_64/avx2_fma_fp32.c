// AVX2 with FMA in fp32: fused multiply-adds alone, and mixed with additions, which some CPUs do in
// units of their own.

#if defined(__x86_64__)
#include "vex.h"

#define FMA(i) RL_VEX_FMA("vfmadd213ps", "ymm", i)
#define ADD(i) RL_VEX_ADD("vaddps", "ymm", i)
#define SUBTRACT(i) RL_VEX_ADD("vsubps", "ymm", i)

RL_YMM_KERNEL(avx2_fma_fp32, "avx2,fma", REPEAT_14(FMA), 14 * 2 * 8)

// Seven accumulators of each kind; additions and subtractions take turns, so that nothing grows.
#define PAIR(i, j, add) FMA(i) add(j)
#define PAIRS(add)                                                               \
  PAIR(0, 7, add) PAIR(1, 8, add) PAIR(2, 9, add) PAIR(3, 10, add)               \
  PAIR(4, 11, add) PAIR(5, 12, add) PAIR(6, 13, add)
RL_YMM_KERNEL(avx2_fma_fp32_add, "avx2,fma", PAIRS(ADD) PAIRS(SUBTRACT), 7 * (2 * 2 + 2) * 8)
#endif
