// Chains of dependent instructions, whose time is a known number of cycles, and a flood of instructions
// that do nothing.

#if defined(__aarch64__)
#include "compute.h"

#define TEN(x) x x x x x x x x x x

uint64_t rl_chain_multiply(uint64_t links) {
  uint64_t left = links / 100 + 1;
  const uint64_t done = left * 100;
  uint32_t value = 3;
  __asm__ volatile(".p2align 6\n\t1:\n\t" TEN(TEN("mul %w[value], %w[value], %w[value]\n\t"))
                   "subs %[left], %[left], #1\n\tb.ne 1b\n\t"
                   : [left] "+r"(left), [value] "+r"(value)
                   :
                   : "cc");
  return done * 3;
}

uint64_t rl_chain_simple(uint64_t links) {
  uint64_t left = links / 100 + 1;
  const uint64_t done = left * 100;
  uint64_t value = 3;
  __asm__ volatile(".p2align 6\n\t1:\n\t" TEN(TEN("eor %[value], %[value], %[left]\n\t"))
                   "subs %[left], %[left], #1\n\tb.ne 1b\n\t"
                   : [left] "+r"(left), [value] "+r"(value)
                   :
                   : "cc");
  return done;
}

uint64_t rl_flood(uint64_t instructions) {
  uint64_t left = instructions / 60 + 1;
  const uint64_t done = left * 60;
  __asm__ volatile(".p2align 6\n\t1:\n\t" TEN("nop\n\t") TEN("nop\n\t")
                   TEN("nop\n\t") TEN("nop\n\t")
                   TEN("nop\n\t") TEN("nop\n\t")
                   "subs %[left], %[left], #1\n\tb.ne 1b\n\t"
                   : [left] "+r"(left)
                   :
                   : "cc");
  return done;
}
#endif
