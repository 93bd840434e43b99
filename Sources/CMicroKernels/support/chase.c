// Reads that depend on one another: the latency of a memory, and how many reads it serves at once.

#include "memory.h"

// The next number of a pseudo-random sequence (Steele, Lea and Flood, "Fast splittable pseudorandom
// number generators", OOPSLA 2014, figure 16: SplitMix64).
static uint64_t next_random(uint64_t *state) {
  uint64_t value = *state += 0x9e3779b97f4a7c15u;
  value = (value ^ (value >> 30)) * 0xbf58476d1ce4e5b9u;
  value = (value ^ (value >> 27)) * 0x94d049bb133111ebu;
  return value ^ (value >> 31);
}

void rl_make_chain(unsigned char *memory, uint32_t *order, uint32_t count, size_t line,
                   uint64_t seed) {
  for (uint32_t i = 0; i < count; i++) order[i] = i;
  for (uint32_t i = count; i > 1; i--) {
    const uint32_t other = (uint32_t)(((next_random(&seed) >> 32) * i) >> 32);
    const uint32_t held = order[i - 1];
    order[i - 1] = order[other];
    order[other] = held;
  }
  for (uint32_t i = 0; i < count; i++) {
    const uint32_t next = order[i + 1 < count ? i + 1 : 0];
    *(void **)(memory + order[i] * line) = memory + next * line;
  }
}

#define CHASE(chains)                                                     \
  {                                                                       \
    void *at[chains];                                                     \
    for (int i = 0; i < (chains); i++) at[i] = heads[i];                  \
    for (uint64_t hop = 0; hop < hops; hop++) {                           \
      _Pragma("clang loop unroll(full)") for (int i = 0; i < (chains); i++) { \
        at[i] = *(void *volatile *)at[i];                                 \
      }                                                                   \
    }                                                                     \
    for (int i = 0; i < (chains); i++) heads[i] = at[i];                  \
  }

uint64_t rl_chase(void **heads, int chains, uint64_t hops) {
  switch (chains) {
    case 1: CHASE(1) break;
    case 2: CHASE(2) break;
    case 4: CHASE(4) break;
    case 8: CHASE(8) break;
    case 16: CHASE(16) break;
    default: return 0;
  }
  return hops * (uint64_t)chains;
}
