#ifndef RIDGELINE_AARCH64_LOOP_H
#define RIDGELINE_AARCH64_LOOP_H

// The frame of every AArch64 compute kernel: registers from memory, the loop, registers to memory. As on
// x86-64 the loop is assembly, so that it holds what its file says and nothing else.

#include "../support/registers.h"
#include "../support/repeat.h"

#define RL_CLOBBERS                                                                                \
  "v0", "v1", "v2", "v3", "v4", "v5", "v6", "v7", "v8", "v9", "v10", "v11", "v12", "v13", "v14",   \
      "v15", "v16", "v17", "v18", "v19", "v20", "v21", "v22", "v23", "v30", "v31"

// A kernel `rl_<name>` of 24 accumulators: `body` is the loop's text, `count` the operations of one
// iteration. The pointer stays in a register of its own, since offsets reach only so far.
#define RL_ARM_KERNEL(name, features, fill, body, drain, count)                             \
  __attribute__((target(features), noinline)) uint64_t rl_##name(uint64_t iterations,       \
                                                                 rl_registers *registers) { \
    uint64_t left = iterations;                                                             \
    if (left == 0) return 0;                                                                \
    __asm__ volatile(fill ".p2align 6\n\t1:\n\t" body "subs %[left], %[left], #1\n\t"       \
                     "b.ne 1b\n\t" drain                                                    \
                     : [left] "+r"(left)                                                    \
                     : [slots] "r"(registers->slot)                                         \
                     : "memory", "cc", RL_CLOBBERS);                                        \
    return iterations * (count);                                                            \
  }

#define RL_NEON_FILL(i) "ldr q" #i ", [%[slots], #64*" #i "]\n\t"
#define RL_NEON_DRAIN(i) "str q" #i ", [%[slots], #64*" #i "]\n\t"
#define RL_NEON_KERNEL(name, features, body, count)                                         \
  RL_ARM_KERNEL(name, features, REPEAT_24(RL_NEON_FILL) RL_NEON_FILL(30) RL_NEON_FILL(31),  \
                body, REPEAT_24(RL_NEON_DRAIN), count)

#endif
