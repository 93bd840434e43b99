// hwloc's functions that Swift calls, each of which goes to the library where it is called first: with it
// comes udev's.

#include "CForwards.h"
#include "CHwloc.h"

/// The library whose interface the header is of: 15 stands for all of hwloc 2.
#if HWLOC_API_VERSION >= 0x00020000 && HWLOC_API_VERSION < 0x00030000
static ridgeline_library hwloc = {.format = "libhwloc.so.%d", .major = 15};
#else
static ridgeline_library hwloc = {.format = "libhwloc.so"};
#endif

const char *ridgeline_hwloc_refusal(void) { return ridgeline_library_refusal(&hwloc); }

#define FORWARD(...) RIDGELINE_FORWARD(hwloc, __VA_ARGS__)

FORWARD(hwloc_bitmap_t, hwloc_bitmap_alloc, NULL, (void), ())
FORWARD(void, hwloc_bitmap_free, , (hwloc_bitmap_t set), (set))
FORWARD(int, hwloc_bitmap_isset, 0, (hwloc_const_bitmap_t set, unsigned id), (set, id))
FORWARD(int, hwloc_bitmap_last, -1, (hwloc_const_bitmap_t set), (set))
FORWARD(int, hwloc_bitmap_next, -1, (hwloc_const_bitmap_t set, int before), (set, before))
FORWARD(int, hwloc_bitmap_set, -1, (hwloc_bitmap_t set, unsigned id), (set, id))
FORWARD(int, hwloc_cpukinds_get_info, -1,
        (hwloc_topology_t topology, unsigned kind, hwloc_bitmap_t set, int *efficiency,
         unsigned *count, struct hwloc_info_s **infos, unsigned long flags),
        (topology, kind, set, efficiency, count, infos, flags))
FORWARD(int, hwloc_cpukinds_get_nr, -1, (hwloc_topology_t topology, unsigned long flags),
        (topology, flags))
FORWARD(int, hwloc_get_cpubind, -1, (hwloc_topology_t topology, hwloc_cpuset_t set, int flags),
        (topology, set, flags))
FORWARD(hwloc_obj_t, hwloc_get_obj_by_depth, NULL,
        (hwloc_topology_t topology, int depth, unsigned index), (topology, depth, index))
FORWARD(int, hwloc_get_type_depth, HWLOC_TYPE_DEPTH_UNKNOWN,
        (hwloc_topology_t topology, hwloc_obj_type_t type), (topology, type))
FORWARD(int, hwloc_set_area_membind, -1,
        (hwloc_topology_t topology, const void *begin, size_t bytes, hwloc_const_bitmap_t set,
         hwloc_membind_policy_t policy, int flags),
        (topology, begin, bytes, set, policy, flags))
FORWARD(int, hwloc_set_cpubind, -1,
        (hwloc_topology_t topology, hwloc_const_cpuset_t set, int flags), (topology, set, flags))
FORWARD(void, hwloc_topology_destroy, , (hwloc_topology_t topology), (topology))
FORWARD(hwloc_const_cpuset_t, hwloc_topology_get_allowed_cpuset, NULL,
        (hwloc_topology_t topology), (topology))
FORWARD(hwloc_const_cpuset_t, hwloc_topology_get_complete_cpuset, NULL,
        (hwloc_topology_t topology), (topology))
FORWARD(int, hwloc_topology_init, -1, (hwloc_topology_t *topology), (topology))
FORWARD(int, hwloc_topology_load, -1, (hwloc_topology_t topology), (topology))
FORWARD(int, hwloc_topology_set_all_types_filter, -1,
        (hwloc_topology_t topology, enum hwloc_type_filter_e filter), (topology, filter))
FORWARD(int, hwloc_topology_set_flags, -1, (hwloc_topology_t topology, unsigned long flags),
        (topology, flags))
FORWARD(int, hwloc_topology_set_icache_types_filter, -1,
        (hwloc_topology_t topology, enum hwloc_type_filter_e filter), (topology, filter))
FORWARD(int, hwloc_topology_set_io_types_filter, -1,
        (hwloc_topology_t topology, enum hwloc_type_filter_e filter), (topology, filter))
FORWARD(int, hwloc_topology_set_synthetic, -1,
        (hwloc_topology_t topology, const char *text), (topology, text))
FORWARD(int, hwloc_topology_set_xmlbuffer, -1,
        (hwloc_topology_t topology, const char *text, int size), (topology, text, size))
