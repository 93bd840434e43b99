// SVE in fp32, in vectors as wide as this CPU has them: x = x + m * a, which stops growing where a step is
// lost in rounding.

#if defined(__aarch64__)
#include "sve.h"

#define STEP(i) "fmla z" #i ".s, p0/m, z30.s, z31.s\n\t"
RL_SVE_KERNEL(sve_fp32, "s", REPEAT_24(STEP), 24 * 2 * rl_sve_bytes() / sizeof(rl_fp32))
#endif
