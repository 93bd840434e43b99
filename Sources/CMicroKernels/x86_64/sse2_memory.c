// Memory in 16-byte vectors: what every x86-64 CPU has.

#if defined(__x86_64__)
#define RL_FEATURES "sse2"
#define RL_VECTOR 16
#define RL_REGISTER "xmm"
#define RL_MOVE "movups"
#define RL_MOVE_PAST "movntpd"
#define RL_BROADCAST "movsd %[factor], %%xmm15\n\tunpcklpd %%xmm15, %%xmm15\n\t"
#define RL_LEAVE ""
#define RL_TRIAD_FIRST(r, i) "movups " RL_AT(i, c) ", " RL_REG(r) "\n\t"
#define RL_TRIAD_THEN(r, i)                        \
  "mulpd " RL_SCALAR_REGISTER ", " RL_REG(r)       \
  "\n\taddpd " RL_AT(i, b) ", " RL_REG(r) "\n\t"
#define RL_UPDATE_TO(r, i) \
  "movups " RL_AT(i, a) ", " RL_REG(r) "\n\tmulpd " RL_SCALAR_REGISTER ", " RL_REG(r) "\n\t"
#include "stream.h"

RL_STREAMS(sse2)
#endif
