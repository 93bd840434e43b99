// AMX-BF16: products of bfloat16 tiles, accumulated in fp32.

#if defined(__x86_64__)
#include "amx.h"

#define PRODUCT(i) "tdpbf16ps %%tmm7, %%tmm6, %%tmm" #i "\n\t"
RL_AMX_KERNEL(amx_bf16, "amx-bf16", PRODUCT, 32)
#endif
