// For RTLD_NEXT.
#define _GNU_SOURCE

#include "CForwards.h"

#include <dlfcn.h>
#include <pthread.h>
#include <stdio.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

const char *ridgeline_library_refusal(ridgeline_library *library) {
  pthread_mutex_lock(&lock);
  if (!library->handle && !library->reason[0]) {
    char name[64];
    snprintf(name, sizeof name, library->format, library->major, library->minor);
    library->handle = dlopen(name, RTLD_LAZY | RTLD_GLOBAL);
    if (!library->handle)
      snprintf(library->reason, sizeof library->reason, "%s", dlerror());
  }
  pthread_mutex_unlock(&lock);
  return library->handle ? NULL : library->reason;
}

void *ridgeline_library_function(ridgeline_library *library, const char *name) {
  if (ridgeline_library_refusal(library)) return NULL;
  void *next = dlsym(RTLD_NEXT, name);
  return next ? next : dlsym(library->handle, name);
}
