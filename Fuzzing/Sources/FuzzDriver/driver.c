#include "fuzz_driver.h"

#include <stddef.h>
#include <stdint.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerRunDriver(
    int *argc, char ***argv, int (*try_input)(const uint8_t *data, size_t size));

// The package manager calls a program's main function by the name of its target.
int FuzzModels_main(int argc, char **argv) {
  return LLVMFuzzerRunDriver(&argc, &argv, LLVMFuzzerTestOneInput);
}
