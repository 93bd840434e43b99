#ifndef RIDGELINE_X86_64_STREAM_H
#define RIDGELINE_X86_64_STREAM_H

// The memory kernels of one vector width: 16 vectors an iteration.
//
// The loop goes round the arrays without leaving: the offset falls back to zero by a conditional move.
// A branch there would be mispredicted once a round, which costs a small array several per cent. The
// addresses are one register each: an index would cost some CPUs a store port.

#include "../support/repeat.h"
#include "loop.h"
#include "memory.h"

#define RL_AT(i, pointer) RL_STRING(RL_VECTOR) "*" #i "(%[at_" #pointer "])"
#define RL_REG(i) "%%" RL_REGISTER #i
#define RL_SCALAR_REGISTER RL_REG(15)

#define RL_READ(i) RL_MOVE " " RL_AT(i, a) ", " RL_REG(0) "\n\t"
#define RL_WRITE(i) RL_MOVE " " RL_SCALAR_REGISTER ", " RL_AT(i, a) "\n\t"
#define RL_WRITE_PAST(i) RL_MOVE_PAST " " RL_SCALAR_REGISTER ", " RL_AT(i, a) "\n\t"
#define RL_COPY(i) \
  RL_MOVE " " RL_AT(i, b) ", " RL_REG(0) "\n\t" RL_MOVE " " RL_REG(0) ", " RL_AT(i, a) "\n\t"
#define RL_COPY_PAST(i) \
  RL_MOVE " " RL_AT(i, b) ", " RL_REG(0) "\n\t" RL_MOVE_PAST " " RL_REG(0) ", " RL_AT(i, a) "\n\t"
// Two vectors at a time, what reads before what writes.
#define RL_TWO_TO(move, i, j) \
  move " " RL_REG(0) ", " RL_AT(i, a) "\n\t" move " " RL_REG(1) ", " RL_AT(j, a) "\n\t"
#define RL_TRIAD_TWO(move, i, j) \
  RL_TRIAD_FIRST(0, i) RL_TRIAD_FIRST(1, j) RL_TRIAD_THEN(0, i) RL_TRIAD_THEN(1, j) RL_TWO_TO(move, i, j)
#define RL_TRIAD(i, j) RL_TRIAD_TWO(RL_MOVE, i, j)
#define RL_TRIAD_PAST(i, j) RL_TRIAD_TWO(RL_MOVE_PAST, i, j)
#define RL_UPDATE(i, j) RL_UPDATE_TO(0, i) RL_UPDATE_TO(1, j) RL_TWO_TO(RL_MOVE, i, j)
#define RL_IN_TWOS(f) f(0, 1) f(2, 3) f(4, 5) f(6, 7) f(8, 9) f(10, 11) f(12, 13) f(14, 15)
// Three accesses a cycle depend on how a core hands them to its units. Zen 3 falls into one of several orders
// and stays there until something interrupts it: 58 bytes a cycle mostly, of 96, where each vector is read,
// added to and written in turn. In twos, and with five instructions that do nothing in an iteration, it is 64
// at least and 85 in a quarter of the slices or more.
#define RL_SHIFT "nop\n\tnop\n\tnop\n\tnop\n\tnop\n\t"

// A kernel `rl_<name>` whose `body` handles 16 vectors; `end` orders what went past the caches.
#define RL_STREAM(name, body, streams, end)                                                     \
  __attribute__((target(RL_FEATURES), noinline)) uint64_t rl_##name(rl_arrays *arrays,          \
                                                                    size_t bytes) {             \
    unsigned char *at_a, *at_b, *at_c;                                                          \
    size_t left = bytes / (16 * RL_VECTOR), offset = arrays->cursor;                            \
    if (left == 0) return 0;                                                                    \
    __asm__ volatile(RL_BROADCAST ".p2align 6\n\t1:\n\t"                                        \
                     "lea (%[a],%[offset]), %[at_a]\n\t"                                        \
                     "lea (%[b],%[offset]), %[at_b]\n\t"                                        \
                     "lea (%[c],%[offset]), %[at_c]\n\t"                                        \
                     "add $16*" RL_STRING(RL_VECTOR) ", %[offset]\n\t"                          \
                     "cmp %[size], %[offset]\n\tcmove %[zero], %[offset]\n\t" body              \
                     "dec %[left]\n\tjnz 1b\n\t" end RL_LEAVE                                   \
                     : [at_a] "=&r"(at_a), [at_b] "=&r"(at_b), [at_c] "=&r"(at_c),              \
                       [left] "+&r"(left), [offset] "+&r"(offset)                               \
                     : [a] "r"(arrays->a), [b] "r"(arrays->b), [c] "r"(arrays->c),              \
                       [size] "r"(arrays->bytes), [zero] "r"((size_t)0),                        \
                       [factor] "m"(arrays->factor)                                             \
                     : "memory", "cc", "xmm0", "xmm1", "xmm15");                                \
    arrays->cursor = offset;                                                                    \
    return (uint64_t)bytes * (streams);                                                         \
  }

#define RL_STREAMS(prefix)                                                  \
  RL_STREAM(prefix##_read, REPEAT_16(RL_READ), 1, "")                       \
  RL_STREAM(prefix##_write, REPEAT_16(RL_WRITE), 1, "")                     \
  RL_STREAM(prefix##_write_past, REPEAT_16(RL_WRITE_PAST), 1, "sfence\n\t") \
  RL_STREAM(prefix##_copy, REPEAT_16(RL_COPY), 2, "")                       \
  RL_STREAM(prefix##_triad, RL_IN_TWOS(RL_TRIAD) RL_SHIFT, 3, "")           \
  RL_STREAM(prefix##_copy_past, REPEAT_16(RL_COPY_PAST), 2, "sfence\n\t")   \
  RL_STREAM(prefix##_triad_past, RL_IN_TWOS(RL_TRIAD_PAST), 3, "sfence\n\t")\
  RL_STREAM(prefix##_update, RL_IN_TWOS(RL_UPDATE), 2, "")

#endif
