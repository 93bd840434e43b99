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

static bool saves_ymm(void) { return saves(0x6); }
static bool saves_zmm(void) { return saves(0xe6); }

bool rl_has_sse2(void) { return bit(1, 0, EDX, 26); }
bool rl_has_avx(void) { return saves_ymm() && bit(1, 0, ECX, 28); }
bool rl_has_avx2_fma(void) { return rl_has_avx() && bit(1, 0, ECX, 12) && bit(7, 0, EBX, 5); }
bool rl_has_avx_vnni(void) { return rl_has_avx2_fma() && bit(7, 1, EAX, 4); }
bool rl_has_avx512f(void) { return saves_zmm() && bit(7, 0, EBX, 16); }
bool rl_has_avx512_fp16(void) { return rl_has_avx512f() && bit(7, 0, EDX, 23); }
bool rl_has_avx512_bf16(void) { return rl_has_avx512f() && bit(7, 1, EAX, 5); }
bool rl_has_avx512_vnni(void) { return rl_has_avx512f() && bit(7, 0, ECX, 11); }

// Linux gives tiles only to processes that ask (arch_prctl, ARCH_REQ_XCOMP_PERM, XFEATURE_XTILEDATA).
static bool may_use_tiles(void) {
  return saves(0x60000) && syscall(SYS_arch_prctl, 0x1023, 18) == 0;
}

bool rl_has_amx_bf16(void) { return bit(7, 0, EDX, 24) && bit(7, 0, EDX, 22) && may_use_tiles(); }
bool rl_has_amx_int8(void) { return bit(7, 0, EDX, 24) && bit(7, 0, EDX, 25) && may_use_tiles(); }
#endif
