// Libraries that are loaded where one of their functions is called first: loading them takes longer than most
// commands of the program, and few commands need them.

#pragma once

/// A library, before and after it is loaded.
typedef struct {
  /// Its file's name, with places for the numbers of its version.
  const char *format;
  /// The numbers.
  int major, minor;
  /// The loader's handle; null before it is loaded and where it cannot be.
  void *handle;
  /// Why it cannot be loaded, in the loader's words.
  char reason[256];
} ridgeline_library;

/// Loads the library, once. Null where it is loaded, else why it cannot be.
const char *ridgeline_library_refusal(ridgeline_library *library);

/// The library's function of a name, or what a preloaded library puts before it; null where there is none.
void *ridgeline_library_function(ridgeline_library *library, const char *name);

/// Defines a function that calls the library's; `absent` is what it returns where there is none.
#define RIDGELINE_FORWARD(library, result, name, absent, parameters, arguments)        \
  result name parameters {                                                             \
    static __typeof__(name) *found;                                                    \
    __typeof__(name) *known = __atomic_load_n(&found, __ATOMIC_RELAXED);               \
    if (!known) {                                                                      \
      known = (__typeof__(name) *)ridgeline_library_function(&(library), #name);       \
      if (!known) return absent;                                                       \
      __atomic_store_n(&found, known, __ATOMIC_RELAXED);                               \
    }                                                                                  \
    return known arguments;                                                            \
  }
