// PAPI's functions, each of which goes to the library where it is called first: with it come the tables of its
// libpfm4.

#if __has_include(<papi.h>)

#include "CForwards.h"
#include "CPAPI.h"

/// The library whose interface the header is of: its name ends with the version's first two numbers.
static ridgeline_library papi = {
    .format = "libpapi.so.%d.%d",
    .major = PAPI_VERSION_MAJOR(PAPI_VERSION),
    .minor = PAPI_VERSION_MINOR(PAPI_VERSION)};

const char *ridgeline_papi_refusal(void) { return ridgeline_library_refusal(&papi); }

#define FORWARD(...) RIDGELINE_FORWARD(papi, __VA_ARGS__)

FORWARD(int, PAPI_accum, PAPI_ENOSUPP, (int set, long long *values), (set, values))
FORWARD(int, PAPI_add_named_event, PAPI_ENOSUPP,
        (int set, const char *name), (set, name))
FORWARD(int, PAPI_assign_eventset_component, PAPI_ENOSUPP,
        (int set, int number), (set, number))
FORWARD(int, PAPI_attach, PAPI_ENOSUPP,
        (int set, unsigned long thread), (set, thread))
FORWARD(int, PAPI_cleanup_eventset, PAPI_ENOSUPP, (int set), (set))
FORWARD(int, PAPI_create_eventset, PAPI_ENOSUPP, (int *set), (set))
FORWARD(int, PAPI_destroy_eventset, PAPI_ENOSUPP, (int *set), (set))
FORWARD(int, PAPI_event_name_to_code, PAPI_ENOSUPP,
        (const char *name, int *code), (name, code))
FORWARD(const PAPI_component_info_t *, PAPI_get_component_info, NULL,
        (int number), (number))
FORWARD(int, PAPI_get_event_component, PAPI_ENOSUPP, (int code), (code))
FORWARD(int, PAPI_library_init, PAPI_ENOSUPP, (int version), (version))
FORWARD(int, PAPI_multiplex_init, PAPI_ENOSUPP, (void), ())
FORWARD(int, PAPI_num_cmp_hwctrs, 0, (int number), (number))
FORWARD(int, PAPI_num_components, 0, (void), ())
FORWARD(int, PAPI_read, PAPI_ENOSUPP, (int set, long long *values), (set, values))
FORWARD(int, PAPI_set_multiplex, PAPI_ENOSUPP, (int set), (set))
FORWARD(int, PAPI_set_opt, PAPI_ENOSUPP,
        (int option, PAPI_option_t *value), (option, value))
FORWARD(int, PAPI_start, PAPI_ENOSUPP, (int set), (set))
FORWARD(int, PAPI_stop, PAPI_ENOSUPP, (int set, long long *values), (set, values))
FORWARD(char *, PAPI_strerror, NULL, (int code), (code))
FORWARD(int, PAPI_thread_init, PAPI_ENOSUPP,
        (unsigned long (*identifier)(void)), (identifier))

#endif
