// Encodes events by libpfm4's tables: reads a name a line, writes the code that the kernel takes, or
// why there is none. Of all designs, whatever this processor is.
#include <perfmon/pfmlib_perf_event.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int main(void) {
  char line[512];
  setenv("LIBPFM_ENCODE_INACTIVE", "1", 1);
  if (pfm_initialize() != PFM_SUCCESS) return 1;
  while (fgets(line, sizeof line, stdin)) {
    struct perf_event_attr attributes = {0};
    pfm_perf_encode_arg_t argument = {.attr = &attributes, .size = sizeof argument};
    line[strcspn(line, "\n")] = 0;
    int status =
        pfm_get_os_event_encoding(line, PFM_PLM3, PFM_OS_PERF_EVENT, &argument);
    if (status == PFM_SUCCESS)
      printf("0x%llx\n", (unsigned long long)attributes.config);
    else
      printf("%s\n", pfm_strerror(status));
  }
  return 0;
}
