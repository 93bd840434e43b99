// hwloc, and what Swift cannot import that the reading of a machine needs.

#pragma once

#include <errno.h>
#include <fcntl.h>
#include <hwloc.h>
#include <limits.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#if defined(__x86_64__)
#include <cpuid.h>
#endif

/// Why hwloc's library cannot be loaded, in the loader's words; null where it is loaded.
const char *ridgeline_hwloc_refusal(void);

/// What a topology is read from.
typedef enum {
  /// This machine, with the processing units that this process may not use.
  RIDGELINE_THIS_MACHINE,
  /// This machine, no more than binding needs.
  RIDGELINE_BINDING,
  /// A text in hwloc's XML.
  RIDGELINE_XML,
  /// A synthetic description.
  RIDGELINE_SYNTHETIC,
} ridgeline_source;

/// Tells hwloc what to read; `text` is for XML and synthetic descriptions. False where it refuses.
static inline int ridgeline_configure(
    hwloc_topology_t topology, ridgeline_source source, const char *text) {
  const size_t length = text ? strlen(text) : 0;
  if (source == RIDGELINE_SYNTHETIC) return hwloc_topology_set_synthetic(topology, text) == 0;
  // hwloc counts the zero at the end.
  if (source == RIDGELINE_XML &&
      (length >= INT_MAX || hwloc_topology_set_xmlbuffer(topology, text, (int)length + 1) != 0))
    return 0;
  if (hwloc_topology_set_flags(topology, HWLOC_TOPOLOGY_FLAG_INCLUDE_DISALLOWED) != 0) return 0;
  if (source == RIDGELINE_BINDING)
    return hwloc_topology_set_all_types_filter(topology, HWLOC_TYPE_FILTER_KEEP_NONE) == 0;
  return hwloc_topology_set_io_types_filter(topology, HWLOC_TYPE_FILTER_KEEP_IMPORTANT) == 0 &&
         hwloc_topology_set_icache_types_filter(topology, HWLOC_TYPE_FILTER_KEEP_ALL) == 0;
}

/// The loaded topology, to be destroyed by who gets it; null, with errno, where hwloc cannot load it.
static inline hwloc_topology_t ridgeline_load(ridgeline_source source, const char *text) {
  hwloc_topology_t topology = NULL;
  if (hwloc_topology_init(&topology) != 0) return NULL;
  if (ridgeline_configure(topology, source, text) && hwloc_topology_load(topology) == 0)
    return topology;
  const int reason = errno;
  hwloc_topology_destroy(topology);
  errno = reason;
  return NULL;
}

/// Bounds a child, lets it dump no core, and keeps what hwloc says off the terminal.
static inline void ridgeline_bound_child(rlim_t bytes, rlim_t seconds, unsigned int patience) {
  const struct rlimit memory = {bytes, bytes}, time = {seconds, seconds}, core = {0, 0};
  setrlimit(RLIMIT_DATA, &memory);
  setrlimit(RLIMIT_CPU, &time);
  setrlimit(RLIMIT_CORE, &core);
  const int signals[] = {SIGSEGV, SIGABRT, SIGBUS, SIGILL, SIGFPE, SIGTRAP, SIGALRM, SIGXCPU};
  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, NULL);
  for (size_t i = 0; i < sizeof signals / sizeof *signals; i++) signal(signals[i], SIG_DFL);
  alarm(patience);
  const int null = open("/dev/null", O_WRONLY);
  if (null >= 0) dup2(null, STDERR_FILENO);
}

/// Loads a topology in a child process, since hwloc may end the process on a hostile text: bounded by
/// `bytes` of memory, `seconds` of processor time, and `patience` seconds in all. Returns what waitpid
/// says of the child (0: it loaded), or -1, with errno, where there is no child or it is lost.
///
/// All in C: a child of a process with threads may take no lock that another thread held when it was
/// made, and Swift's runtime takes some at almost any line. glibc's own allocator is safe; a lock in
/// hwloc or its XML library is held so shortly that `patience` and another try serve.
static inline int ridgeline_try(
    ridgeline_source source, const char *text, rlim_t bytes, rlim_t seconds, unsigned int patience) {
  // The loader takes locks.
  if (ridgeline_hwloc_refusal()) {
    errno = ELIBACC;
    return -1;
  }
  const pid_t child = fork();
  if (child < 0) return -1;
  if (child == 0) {
    ridgeline_bound_child(bytes, seconds, patience);
    hwloc_topology_t topology = ridgeline_load(source, text);
    if (topology) hwloc_topology_destroy(topology);
    _exit(topology ? 0 : 1);
  }
  int status = 0;
  while (waitpid(child, &status, 0) < 0) {
    if (errno != EINTR) return -1;
  }
  return status;
}

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
