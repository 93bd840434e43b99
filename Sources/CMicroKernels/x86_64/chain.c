// Chains of dependent instructions, whose time is a known number of cycles, and a flood of instructions
// that do nothing.
//
// Not additions of constants: recent CPUs fold those when they rename registers, and the clock seems to
// be several times what it is.

#if defined(__x86_64__)
#include "compute.h"

#define TEN(x) x x x x x x x x x x

uint64_t rl_chain_multiply(uint64_t links) {
  uint64_t left = links / 100 + 1;
  const uint64_t done = left * 100;
  uint32_t value = 3;
  __asm__ volatile(".p2align 6\n\t1:\n\t" TEN(TEN("imull %[value], %[value]\n\t"))
                   "dec %[left]\n\tjnz 1b\n\t"
                   : [left] "+r"(left), [value] "+r"(value)
                   :
                   : "cc");
  return done * 3;
}

uint64_t rl_chain_simple(uint64_t links) {
  uint64_t left = links / 100 + 1;
  const uint64_t done = left * 100;
  uint64_t value = 3;
  __asm__ volatile(".p2align 6\n\t1:\n\t" TEN(TEN("leaq (%[value],%[value]), %[value]\n\t"))
                   "dec %[left]\n\tjnz 1b\n\t"
                   : [left] "+r"(left), [value] "+r"(value)
                   :
                   : "cc");
  return done;
}

// No-operations of four bytes: shorter ones do not fit what caches decoded instructions.
uint64_t rl_flood(uint64_t instructions) {
  uint64_t left = instructions / 60 + 1;
  const uint64_t done = left * 60;
  __asm__ volatile(".p2align 6\n\t1:\n\t" TEN(".byte 0x0f,0x1f,0x40,0x00\n\t") TEN(".byte 0x0f,0x1f,0x40,0x00\n\t")
                   TEN(".byte 0x0f,0x1f,0x40,0x00\n\t") TEN(".byte 0x0f,0x1f,0x40,0x00\n\t")
                   TEN(".byte 0x0f,0x1f,0x40,0x00\n\t") TEN(".byte 0x0f,0x1f,0x40,0x00\n\t")
                   "dec %[left]\n\tjnz 1b\n\t"
                   : [left] "+r"(left)
                   :
                   : "cc");
  return done;
}
#endif
