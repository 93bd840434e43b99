// AMX-INT8: products of tiles of signed bytes, accumulated in 32 bits.

#if defined(__x86_64__)
#include "amx.h"

#define PRODUCT(i) "tdpbssd %%tmm7, %%tmm6, %%tmm" #i "\n\t"
RL_AMX_KERNEL(amx_int8, "amx-int8", PRODUCT, 64)
#endif
