// PAPI, and what Swift cannot import of it: macros that are composed of others.

#pragma once

#include <papi.h>
#include <pthread.h>

/// The version that these headers are of, for `PAPI_library_init`.
static const int ridgeline_papi_version = PAPI_VER_CURRENT;

/// Tells PAPI how threads are told apart.
static inline int ridgeline_papi_thread_init(void) {
  return PAPI_thread_init((unsigned long (*)(void))pthread_self);
}

/// Retires two instructions for each of `count` passes, and a few more; 0 where this processor's
/// assembly is not known, else what a pass retires. Assembly, since an optimiser would remove it.
static inline int ridgeline_papi_known_loop(unsigned long count) {
#if defined(__x86_64__)
  __asm__ volatile("1: sub $1, %0\n\tjnz 1b" : "+r"(count) : : "cc");
  return 2;
#elif defined(__aarch64__)
  __asm__ volatile("1: subs %0, %0, #1\n\tb.ne 1b" : "+r"(count) : : "cc");
  return 2;
#else
  (void)count;
  return 0;
#endif
}
