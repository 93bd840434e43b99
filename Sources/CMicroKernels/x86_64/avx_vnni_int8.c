// AVX-VNNI: sums of four products of bytes, in 256 bits with VEX encoding.

#if defined(__x86_64__)
#include "vex.h"

// {vex} forces the encoding that does not need AVX-512.
#define DOT(i) "%{vex%} vpdpbusd %%ymm15, %%ymm14, %%ymm" #i "\n\t"
RL_YMM_KERNEL(avx_vnni_int8, "avx2,avxvnni", REPEAT_14(DOT), 14 * 2 * 32)
#endif
