// What the auxiliary vector says of this CPU.

#if defined(__aarch64__)
#include "features.h"

#include <sys/auxv.h>

static rl_support has(unsigned long vector, int number) {
  return (getauxval(vector) >> number) & 1 ? RL_SUPPORT_YES : RL_SUPPORT_NO_CPU;
}

rl_support rl_has_simd(void) { return has(AT_HWCAP, 1); }
rl_support rl_has_fp16(void) { return has(AT_HWCAP, 10); }
rl_support rl_has_dot(void) { return has(AT_HWCAP, 20); }
rl_support rl_has_sve(void) { return has(AT_HWCAP, 22); }
rl_support rl_has_i8mm(void) { return has(AT_HWCAP2, 13); }
rl_support rl_has_bf16(void) { return has(AT_HWCAP2, 14); }

__attribute__((target("+sve"))) uint64_t rl_sve_bytes(void) {
  uint64_t bytes;
  __asm__("cntb %0" : "=r"(bytes));
  return bytes;
}
#endif
