// AVX-512-VNNI: sums of four products of bytes.

#if defined(__x86_64__)
#include "evex.h"

#define DOT(i) RL_EVEX_FMA("vpdpbusd", i)
RL_ZMM_KERNEL(avx512_vnni_int8, "avx512vnni", REPEAT_24(DOT), 24 * 2 * 64)
#endif
