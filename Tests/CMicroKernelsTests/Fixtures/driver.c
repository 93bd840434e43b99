// Runs one kernel outside the test program: `driver list` and `driver list-memory` tell what there is;
// `driver INDEX ITERATIONS` takes the registers from standard input and writes the operations and the
// registers to standard output; `driver memory INDEX` goes once through three arrays of 0, 1, 2 … and
// writes the bytes and the arrays.

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../../../Sources/CMicroKernels/include/memory.h"
#include "../../../Sources/CMicroKernels/support/registers.h"

static int list(void) {
  for (int i = 0; i < rl_compute_kernel_count(); i++) {
    const rl_compute_kernel *k = rl_compute_kernel_at(i);
    printf("%s|%s|%s|%s|%s|%s|%d\n", k->name, k->isa, k->precision, k->unit, k->form,
           k->instructions, (int)rl_try_compute_kernel(k));
  }
  return 0;
}

static int list_memory(void) {
  for (int i = 0; i < rl_memory_kernel_count(); i++) {
    const rl_memory_kernel *k = rl_memory_kernel_at(i);
    printf("%s|%s|%d|%d\n", k->name, k->operation, k->streams, (int)rl_try_memory_kernel(k));
  }
  return 0;
}

#define ELEMENTS (3 * RL_CHUNK_BYTES / sizeof(double))

static int run_memory(const rl_memory_kernel *kernel) {
  static _Alignas(RL_CHUNK_BYTES) double space[3 * ELEMENTS];
  if (!kernel) return 3;
  for (size_t i = 0; i < 3 * ELEMENTS; i++) space[i] = (double)i;
  unsigned char *start = (unsigned char *)space;
  const size_t bytes = ELEMENTS * sizeof(double);
  rl_arrays arrays = {start, start + bytes, start + 2 * bytes, bytes, 0, 3};
  const uint64_t done = kernel->run(&arrays, bytes);
  fwrite(&done, sizeof done, 1, stdout);
  fwrite(space, sizeof space, 1, stdout);
  return arrays.cursor == 0 ? 0 : 4;
}

int main(int count, char **arguments) {
  static rl_registers registers;
  if (count == 2 && strcmp(arguments[1], "list") == 0) return list();
  if (count == 2 && strcmp(arguments[1], "list-memory") == 0) return list_memory();
  if (count != 3) return 2;
  if (strcmp(arguments[1], "memory") == 0) {
    return run_memory(rl_memory_kernel_at(atoi(arguments[2])));
  }
  const rl_compute_kernel *kernel = rl_compute_kernel_at(atoi(arguments[1]));
  if (!kernel || fread(&registers, sizeof registers, 1, stdin) != 1) return 3;
  const uint64_t operations = kernel->run(strtoull(arguments[2], NULL, 10), &registers);
  fwrite(&operations, sizeof operations, 1, stdout);
  fwrite(&registers, sizeof registers, 1, stdout);
  return 0;
}
