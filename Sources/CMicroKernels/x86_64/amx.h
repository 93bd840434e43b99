#ifndef RIDGELINE_X86_64_AMX_H
#define RIDGELINE_X86_64_AMX_H

// Products of AMX tiles of 16 rows of 64 bytes. Eight tiles are all that there are: six accumulators
// and two operands. Six suffice: a product takes 16 cycles and its result comes after 52 (Intel
// 64 and IA-32 Architectures Optimization Reference Manual, "TMUL").

#include "loop.h"

// Palette 1; 8 tiles of 16 rows and 64 bytes a row, in the layout that LDTILECFG reads.
typedef struct {
  unsigned char palette, start_row, reserved[14];
  uint16_t row_bytes[16];
  unsigned char rows[16];
} rl_tile_configuration;

#define RL_TILES {1, 0, {0}, {64, 64, 64, 64, 64, 64, 64, 64}, {16, 16, 16, 16, 16, 16, 16, 16}}

#define RL_TILE_FILL(i) "tileloadd 1024*" #i "(%[slots],%[stride],1), %%tmm" #i "\n\t"
#define RL_TILE_DRAIN(i) "tilestored %%tmm" #i ", 1024*" #i "(%[slots],%[stride],1)\n\t"

// 16 x 16 sums of `products` products each.
#define RL_AMX_KERNEL(name, features, product, products)                                    \
  __attribute__((target(features), noinline)) uint64_t rl_##name(uint64_t iterations,       \
                                                                 rl_registers *registers) { \
    static const rl_tile_configuration tiles = RL_TILES;                                    \
    uint64_t left = iterations;                                                             \
    if (left == 0) return 0;                                                                \
    __asm__ volatile("ldtilecfg %[tiles]\n\t" REPEAT_8(RL_TILE_FILL)                        \
                     ".p2align 6\n\t1:\n\t" REPEAT_6(product) "dec %[left]\n\tjnz 1b\n\t"   \
                     REPEAT_6(RL_TILE_DRAIN) "tilerelease\n\t"                              \
                     : [left] "+r"(left)                                                    \
                     : [slots] "r"(registers->slot), [stride] "r"((uint64_t)64),            \
                       [tiles] "m"(tiles)                                                   \
                     : "memory", "cc");                                                     \
    return iterations * 6 * 2 * 16 * 16 * (products);                                       \
  }

#endif
