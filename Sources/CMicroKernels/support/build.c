// What is known of how this code was built.

#include "compute.h"

bool rl_is_optimised(void) {
#ifdef __OPTIMIZE__
  return true;
#else
  return false;
#endif
}

const char *rl_compiler(void) { return __VERSION__; }
