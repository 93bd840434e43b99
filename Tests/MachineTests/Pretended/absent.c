// Preloaded, it lets PAPI's library not be there.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <string.h>

void *dlopen(const char *name, int mode) {
  static void *(*real)(const char *, int);
  if (!real) real = (void *(*)(const char *, int))dlsym(RTLD_NEXT, "dlopen");
  return real(name && strstr(name, "libpapi") ? "libpapi-that-is-absent.so" : name, mode);
}
