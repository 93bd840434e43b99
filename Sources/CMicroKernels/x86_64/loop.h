#ifndef RIDGELINE_X86_64_LOOP_H
#define RIDGELINE_X86_64_LOOP_H

// The frame of every x86-64 compute kernel: registers from memory, the loop, registers to memory.
//
// The loop is assembly, so that no compiler moves a load into it, folds its constants, or changes how
// many accumulators it has; `MicroKernelDisassemblyTests` reads it back from the binary.

#include "../support/registers.h"
#include "../support/repeat.h"

#define RL_TEXT(x) #x
#define RL_STRING(x) RL_TEXT(x)

#define RL_CLOBBERS_16                                                                            \
  "xmm0", "xmm1", "xmm2", "xmm3", "xmm4", "xmm5", "xmm6", "xmm7", "xmm8", "xmm9", "xmm10", "xmm11", \
      "xmm12", "xmm13", "xmm14", "xmm15"
#define RL_CLOBBERS_32                                                                             \
  RL_CLOBBERS_16, "xmm16", "xmm17", "xmm18", "xmm19", "xmm20", "xmm21", "xmm22", "xmm23", "xmm24", \
      "xmm25", "xmm26", "xmm27", "xmm28", "xmm29", "xmm30", "xmm31"

// A kernel `rl_<name>`: `fill` and `drain` move slots to registers and back, `body` is the loop's text,
// `count` the operations of one iteration.
#define RL_X86_KERNEL(name, features, fill, body, drain, count, ...)                        \
  __attribute__((target(features), noinline)) uint64_t rl_##name(uint64_t iterations,       \
                                                                 rl_registers *registers) { \
    uint64_t left = iterations;                                                             \
    if (left == 0) return 0;                                                                \
    __asm__ volatile(fill ".p2align 6\n\t1:\n\t" body "dec %[left]\n\tjnz 1b\n\t" drain     \
                     : [left] "+r"(left)                                                    \
                     : [slots] "r"(registers->slot)                                         \
                     : "memory", "cc", __VA_ARGS__);                                        \
    return iterations * (count);                                                            \
  }

// Moves of whole slots. The operands stand in the two highest registers: 14 and 15, or 30 and 31.
#define RL_FILL(move, register, i) move " 64*" #i "(%[slots]), %%" register #i "\n\t"
#define RL_DRAIN(move, register, i) move " %%" register #i ", 64*" #i "(%[slots])\n\t"
#define RL_OPERANDS(move, register, multiplicand, addend)  \
  move " 64*30(%[slots]), %%" register #multiplicand "\n\t" \
  move " 64*31(%[slots]), %%" register #addend "\n\t"

// Fourteen products and fourteen sums, in twos: in any other order tried, one kind of unit waits for the
// other (AMD Zen 4 loses 3 to 12 per cent).
#define RL_MULTIPLY_ADD_14(multiply, add)                                         \
  multiply(0) multiply(1) add(0) add(1) multiply(2) multiply(3) add(2) add(3)     \
  multiply(4) multiply(5) add(4) add(5) multiply(6) multiply(7) add(6) add(7)     \
  multiply(8) multiply(9) add(8) add(9) multiply(10) multiply(11) add(10) add(11) \
  multiply(12) multiply(13) add(12) add(13)

#endif
