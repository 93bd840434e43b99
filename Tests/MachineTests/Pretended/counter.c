// Preloaded, it lets a kernel without counters of the processor pretend to have them: an event of the
// processor becomes the clock of the thread. PAPI tries an event of the processor before it attaches,
// inherits or multiplexes, whatever is to be counted; with this the tests of those calls run on a
// virtual machine too, with the page faults that the kernel counts:
//
//   cc -shared -fPIC -o pretended.so Tests/MachineTests/Pretended/counter.c
//   LD_PRELOAD=$PWD/pretended.so swift test --skip-build --filter EventSetCallTests
#define _GNU_SOURCE
#include <dlfcn.h>
#include <linux/perf_event.h>
#include <stdarg.h>
#include <sys/syscall.h>

long syscall(long number, ...) {
  static long (*real)(long, ...);
  long a[6];
  va_list list;
  va_start(list, number);
  for (int i = 0; i < 6; i++) a[i] = va_arg(list, long);
  va_end(list);
  if (!real) real = dlsym(RTLD_NEXT, "syscall");
  const struct perf_event_attr *asked = (const void *)a[0];
  if (number != SYS_perf_event_open || asked->type != PERF_TYPE_HARDWARE)
    return real(number, a[0], a[1], a[2], a[3], a[4], a[5]);
  struct perf_event_attr attributes = *asked;
  attributes.type = PERF_TYPE_SOFTWARE;
  attributes.config = PERF_COUNT_SW_TASK_CLOCK;
  return real(number, &attributes, a[1], a[2], a[3], a[4]);
}
