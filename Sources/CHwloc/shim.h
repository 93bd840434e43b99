// hwloc, and what Swift cannot import that the reading of a machine needs.

#pragma once

#include <hwloc.h>
#include <string.h>
#include <unistd.h>

#if defined(__x86_64__)
#include <cpuid.h>
#endif

/// fork, which Swift does not import: a file from elsewhere is tried in a child, since hwloc may end
/// the process on one. The child must do no more than that and leave by `_exit`.
static inline pid_t ridgeline_fork(void) { return fork(); }

/// Writes the hypervisor's signature of CPUID leaf 0x40000000 (as "KVMKVMKVM"; at most 12
/// characters and a zero) to `signature`: a macro of cpuid.h, and hwloc does not read that leaf.
/// Empty where there is no hypervisor or no such instruction.
static inline void ridgeline_hypervisor_signature(char signature[13]) {
  memset(signature, 0, 13);
#if defined(__x86_64__)
  unsigned int a, b, c, d;
  if (__get_cpuid(1, &a, &b, &c, &d) && (c >> 31) & 1) {
    __cpuid(0x40000000, a, b, c, d);
    memcpy(signature, &b, 4);
    memcpy(signature + 4, &c, 4);
    memcpy(signature + 8, &d, 4);
  }
#endif
}
