// Memory in 64-byte vectors.

#if defined(__x86_64__)
#define RL_FEATURES "avx512f"
#define RL_VECTOR 64
#define RL_REGISTER "zmm"
#define RL_MOVE "vmovups"
#define RL_MOVE_PAST "vmovntpd"
#define RL_BROADCAST "vbroadcastsd %[factor], %%zmm15\n\t"
#define RL_LEAVE "vzeroupper\n\t"
#define RL_TRIAD_FIRST(r, i) "vmovups " RL_AT(i, b) ", " RL_REG(r) "\n\t"
#define RL_TRIAD_THEN(r, i) "vfmadd231pd " RL_AT(i, c) ", " RL_SCALAR_REGISTER ", " RL_REG(r) "\n\t"
#define RL_UPDATE_TO(r, i) \
  "vmulpd " RL_AT(i, a) ", " RL_SCALAR_REGISTER ", " RL_REG(r) "\n\t"
#include "stream.h"

RL_STREAMS(avx512)
#endif
