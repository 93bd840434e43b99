// CPUID, XCR0 and the permission for tiles.

#if defined(__x86_64__)
#define _GNU_SOURCE
#include "features.h"

#include <cpuid.h>
#include <stdint.h>
#include <sys/syscall.h>
#include <unistd.h>

enum { EAX, EBX, ECX, EDX };

static bool bit(unsigned leaf, unsigned subleaf, int output, int number) {
  unsigned value[4] = {0};
  if (!__get_cpuid_count(leaf, subleaf, &value[0], &value[1], &value[2], &value[3])) return false;
  return (value[output] >> number) & 1;
}

// Whether the system saves all the register states of the mask.
static bool saves(uint64_t mask) {
  if (!bit(1, 0, ECX, 27)) return false;
  uint32_t low, high;
  __asm__ volatile("xgetbv" : "=a"(low), "=d"(high) : "c"(0));
  return ((((uint64_t)high << 32) | low) & mask) == mask;
}

static rl_support support(bool cpu, uint64_t registers) {
  if (!cpu) return RL_SUPPORT_NO_CPU;
  return saves(registers) ? RL_SUPPORT_YES : RL_SUPPORT_NO_REGISTERS;
}

#define YMM 0x6
#define ZMM 0xe6
#define TILES 0x60000

static bool cpu_avx2_fma(void) {
  return bit(1, 0, ECX, 28) && bit(1, 0, ECX, 12) && bit(7, 0, EBX, 5);
}
static bool cpu_avx512f(void) { return bit(7, 0, EBX, 16); }
static bool cpu_tiles(int kind) { return bit(7, 0, EDX, 24) && bit(7, 0, EDX, kind); }

rl_support rl_has_sse2(void) { return bit(1, 0, EDX, 26) ? RL_SUPPORT_YES : RL_SUPPORT_NO_CPU; }
rl_support rl_has_avx(void) { return support(bit(1, 0, ECX, 28), YMM); }
rl_support rl_has_avx2_fma(void) { return support(cpu_avx2_fma(), YMM); }
rl_support rl_has_avx_vnni(void) { return support(cpu_avx2_fma() && bit(7, 1, EAX, 4), YMM); }
rl_support rl_has_avx512f(void) { return support(cpu_avx512f(), ZMM); }
rl_support rl_has_avx512_fp16(void) {
  return support(cpu_avx512f() && bit(7, 0, EDX, 23), ZMM);
}
rl_support rl_has_avx512_bf16(void) { return support(cpu_avx512f() && bit(7, 1, EAX, 5), ZMM); }
rl_support rl_has_avx512_vnni(void) { return support(cpu_avx512f() && bit(7, 0, ECX, 11), ZMM); }

// Linux gives tiles only to processes that ask (arch_prctl, ARCH_REQ_XCOMP_PERM, XFEATURE_XTILEDATA).
static rl_support tiles(int kind) {
  const rl_support found = support(cpu_tiles(kind), TILES);
  if (found != RL_SUPPORT_YES) return found;
  return syscall(SYS_arch_prctl, 0x1023, 18) == 0 ? RL_SUPPORT_YES : RL_SUPPORT_NO_PERMISSION;
}

rl_support rl_has_amx_bf16(void) { return tiles(22); }
rl_support rl_has_amx_int8(void) { return tiles(25); }
#endif
