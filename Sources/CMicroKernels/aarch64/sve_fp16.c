// SVE in fp16, in vectors as wide as this CPU has them: x = x + m * a, which stops growing where a step is
// lost in rounding.

#if defined(__aarch64__)
#include "sve.h"

#define STEP(i) "fmla z" #i ".h, p0/m, z30.h, z31.h\n\t"
RL_SVE_KERNEL(sve_fp16, "h", REPEAT_24(STEP), 24 * 2 * rl_sve_bytes() / sizeof(rl_fp16))
#endif
