// PAPI, and what Swift cannot import of it: macros that are composed of others.

#pragma once

#include <papi.h>
#include <pthread.h>

/// Why PAPI's library cannot be loaded, in the loader's words; null where it is loaded.
const char *ridgeline_papi_refusal(void);

/// The version that these headers are of, for `PAPI_library_init`.
static const int ridgeline_papi_version = PAPI_VER_CURRENT;

/// Tells PAPI how threads are told apart.
static inline int ridgeline_papi_thread_init(void) {
  return PAPI_thread_init((unsigned long (*)(void))pthread_self);
}

/// Lets a set count the threads and children that come later; a union is not set from Swift.
static inline int ridgeline_papi_inherit(int set) {
  PAPI_option_t option = {0};
  option.inherit.eventset = set;
  option.inherit.inherit = PAPI_INHERIT_ALL;
  return PAPI_set_opt(PAPI_INHERIT, &option);
}

/// Lets a set take more events than there are counters, in turns of the kernel's where it can.
static inline int ridgeline_papi_multiplex(int set) {
  int status = PAPI_multiplex_init();
  return status == PAPI_OK ? PAPI_set_multiplex(set) : status;
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
