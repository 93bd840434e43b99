// Memory in pairs of 16-byte vectors.

#if defined(__aarch64__)
#include "../support/repeat.h"
#include "memory.h"

// 16 pairs an iteration, whose offset wraps without a branch, as on x86-64.
#define STREAM(name, body, streams)                                                              \
  __attribute__((noinline)) uint64_t rl_##name(rl_arrays *arrays, size_t bytes) {                \
    unsigned char *at_a, *at_b, *at_c;                                                           \
    size_t left = bytes / 512, offset = arrays->cursor;                                          \
    if (left == 0) return 0;                                                                     \
    __asm__ volatile(                                                                            \
        "ldr d31, [%[factor]]\n\tdup v31.2d, v31.d[0]\n\tmov v30.16b, v31.16b\n\t.p2align 6\n\t" \
        "1:\n\tadd %[at_a], %[a], %[offset]\n\tadd %[at_b], %[b], %[offset]\n\t"                 \
        "add %[at_c], %[c], %[offset]\n\tadd %[offset], %[offset], #512\n\t"                     \
        "cmp %[offset], %[size]\n\tcsel %[offset], xzr, %[offset], eq\n\t" body                  \
        "subs %[left], %[left], #1\n\tb.ne 1b\n\t"                                               \
        : [at_a] "=&r"(at_a), [at_b] "=&r"(at_b), [at_c] "=&r"(at_c), [left] "+&r"(left),        \
          [offset] "+&r"(offset)                                                                 \
        : [a] "r"(arrays->a), [b] "r"(arrays->b), [c] "r"(arrays->c), [size] "r"(arrays->bytes), \
          [factor] "r"(&arrays->factor)                                                          \
        : "memory", "cc", "v0", "v1", "v2", "v3", "v30", "v31");                                 \
    arrays->cursor = offset;                                                                     \
    return (uint64_t)bytes * (streams);                                                          \
  }

#define READ(i) "ldp q0, q1, [%[at_a], #32*" #i "]\n\t"
#define WRITE(i) "stp q30, q31, [%[at_a], #32*" #i "]\n\t"
#define WRITE_PAST(i) "stnp q30, q31, [%[at_a], #32*" #i "]\n\t"
#define STORE(i) "stp q0, q1, [%[at_a], #32*" #i "]\n\t"
#define COPY(i) "ldp q0, q1, [%[at_b], #32*" #i "]\n\t" STORE(i)
#define TRIAD(i)                                                                        \
  "ldp q0, q1, [%[at_b], #32*" #i "]\n\tldp q2, q3, [%[at_c], #32*" #i "]\n\t"          \
  "fmla v0.2d, v2.2d, v31.2d\n\tfmla v1.2d, v3.2d, v31.2d\n\t" STORE(i)
#define UPDATE(i) \
  READ(i) "fmul v0.2d, v0.2d, v31.2d\n\tfmul v1.2d, v1.2d, v31.2d\n\t" STORE(i)

STREAM(neon_read, REPEAT_16(READ), 1)
STREAM(neon_write, REPEAT_16(WRITE), 1)
STREAM(neon_write_past, REPEAT_16(WRITE_PAST) , 1)
STREAM(neon_copy, REPEAT_16(COPY), 2)
STREAM(neon_triad, REPEAT_16(TRIAD), 3)
STREAM(neon_update, REPEAT_16(UPDATE), 2)
#endif
