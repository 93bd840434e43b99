// Preloaded, it lets PAPI be of another version than the one that a program was built for.
#include <papi.h>

int PAPI_library_init(int version) {
  (void)version;
  return PAPI_VERSION_NUMBER(5, 7, 0, 0);
}
