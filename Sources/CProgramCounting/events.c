#define _GNU_SOURCE
#include <errno.h>
#include <linux/perf_event.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "CProgramCounting.h"

int rl_event_open(uint32_t type, uint64_t config, pid_t pid, int cpu, int flags) {
  struct perf_event_attr attributes;
  memset(&attributes, 0, sizeof attributes);
  attributes.size = sizeof attributes;
  attributes.type = type;
  attributes.config = config;
  attributes.disabled = 1;
  attributes.inherit = (flags & RL_EVENT_INHERIT) != 0;
  attributes.enable_on_exec = (flags & RL_EVENT_ENABLE_ON_EXEC) != 0;
  attributes.exclude_kernel = (flags & RL_EVENT_USER_ONLY) != 0;
  attributes.exclude_hv = (flags & RL_EVENT_USER_ONLY) != 0;
  attributes.read_format = PERF_FORMAT_TOTAL_TIME_ENABLED | PERF_FORMAT_TOTAL_TIME_RUNNING;
  long file = syscall(SYS_perf_event_open, &attributes, pid, cpu, -1, PERF_FLAG_FD_CLOEXEC);
  return file < 0 ? -errno : (int)file;
}

void rl_event_start(int file) { ioctl(file, PERF_EVENT_IOC_ENABLE, 0); }

void rl_event_stop(int file) { ioctl(file, PERF_EVENT_IOC_DISABLE, 0); }

bool rl_event_read(int file, rl_event_count *count) {
  ssize_t size;
  do size = read(file, count, sizeof *count);
  while (size < 0 && errno == EINTR);
  return size == (ssize_t)sizeof *count;
}

// Assembly, since an optimiser would remove the loop.
void rl_known_loop(uint64_t passes) {
#if defined(__x86_64__)
  __asm__ volatile("1: sub $1, %0\n\tjnz 1b" : "+r"(passes) : : "cc");
#elif defined(__aarch64__)
  __asm__ volatile("1: subs %0, %0, #1\n\tb.ne 1b" : "+r"(passes) : : "cc");
#else
  (void)passes;
#endif
}

int rl_known_loop_instructions(void) {
#if defined(__x86_64__) || defined(__aarch64__)
  return 2;
#else
  return 0;
#endif
}

int rl_scalable_vector_bits(void) {
#if defined(__aarch64__) && defined(PR_SVE_GET_VL)
  int length = prctl(PR_SVE_GET_VL);
  return length < 0 ? 0 : (length & PR_SVE_VL_LEN_MASK) * 8;
#else
  return 0;
#endif
}
