// PAPI's functions, each of which goes to the library where it is called first: PAPI and the tables of
// its libpfm4 take longer to load than most commands of the program take to run, and few commands count.

// For RTLD_NEXT.
#define _GNU_SOURCE

#if __has_include(<papi.h>)

#include "CPAPI.h"

#include <dlfcn.h>
#include <stdio.h>

static pthread_once_t once = PTHREAD_ONCE_INIT;
static void *library;
static char reason[256];

/// Loads the library whose interface the header is of: its name ends with the version's first two numbers.
static void load(void) {
  char name[32];
  snprintf(name, sizeof name, "libpapi.so.%d.%d", PAPI_VERSION_MAJOR(PAPI_VERSION),
           PAPI_VERSION_MINOR(PAPI_VERSION));
  library = dlopen(name, RTLD_LAZY | RTLD_GLOBAL);
  if (!library) snprintf(reason, sizeof reason, "%s", dlerror());
}

const char *ridgeline_papi_refusal(void) {
  pthread_once(&once, load);
  return library ? NULL : reason;
}

/// The library's function of a name, or what a preloaded library puts before it.
static void *function(const char *name) {
  if (ridgeline_papi_refusal()) return NULL;
  void *next = dlsym(RTLD_NEXT, name);
  return next ? next : dlsym(library, name);
}

/// Defines a function that calls the library's; `absent` is what it returns where there is none.
#define FORWARD(result, name, absent, parameters, arguments)                    \
  result name parameters {                                                      \
    static __typeof__(name) *found;                                             \
    __typeof__(name) *known = __atomic_load_n(&found, __ATOMIC_RELAXED);        \
    if (!known) {                                                               \
      known = (__typeof__(name) *)function(#name);                              \
      if (!known) return absent;                                                \
      __atomic_store_n(&found, known, __ATOMIC_RELAXED);                        \
    }                                                                           \
    return known arguments;                                                     \
  }

FORWARD(int, PAPI_accum, PAPI_ENOSUPP, (int set, long long *values), (set, values))
FORWARD(int, PAPI_add_named_event, PAPI_ENOSUPP, (int set, const char *name), (set, name))
FORWARD(int, PAPI_assign_eventset_component, PAPI_ENOSUPP, (int set, int number), (set, number))
FORWARD(int, PAPI_attach, PAPI_ENOSUPP, (int set, unsigned long thread), (set, thread))
FORWARD(int, PAPI_cleanup_eventset, PAPI_ENOSUPP, (int set), (set))
FORWARD(int, PAPI_create_eventset, PAPI_ENOSUPP, (int *set), (set))
FORWARD(int, PAPI_destroy_eventset, PAPI_ENOSUPP, (int *set), (set))
FORWARD(int, PAPI_event_name_to_code, PAPI_ENOSUPP, (const char *name, int *code), (name, code))
FORWARD(const PAPI_component_info_t *, PAPI_get_component_info, NULL, (int number), (number))
FORWARD(int, PAPI_get_event_component, PAPI_ENOSUPP, (int code), (code))
FORWARD(int, PAPI_library_init, PAPI_ENOSUPP, (int version), (version))
FORWARD(int, PAPI_multiplex_init, PAPI_ENOSUPP, (void), ())
FORWARD(int, PAPI_num_cmp_hwctrs, 0, (int number), (number))
FORWARD(int, PAPI_num_components, 0, (void), ())
FORWARD(int, PAPI_read, PAPI_ENOSUPP, (int set, long long *values), (set, values))
FORWARD(int, PAPI_set_multiplex, PAPI_ENOSUPP, (int set), (set))
FORWARD(int, PAPI_set_opt, PAPI_ENOSUPP, (int option, PAPI_option_t *value), (option, value))
FORWARD(int, PAPI_start, PAPI_ENOSUPP, (int set), (set))
FORWARD(int, PAPI_stop, PAPI_ENOSUPP, (int set, long long *values), (set, values))
FORWARD(char *, PAPI_strerror, NULL, (int code), (code))
FORWARD(int, PAPI_thread_init, PAPI_ENOSUPP, (unsigned long (*identifier)(void)), (identifier))

#endif
