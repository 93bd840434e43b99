// One fused multiply-add in fp64 an instruction.

#if defined(__x86_64__)
#include "vex.h"

#define FMA(i) RL_VEX_FMA("vfmadd213sd", "xmm", i)
RL_XMM_KERNEL(scalar_fma_fp64, "avx2,fma", REPEAT_14(FMA), 14 * 2)
#endif
