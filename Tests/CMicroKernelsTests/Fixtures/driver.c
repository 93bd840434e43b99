// Runs one compute kernel outside the test program: `driver list`, or `driver INDEX ITERATIONS`, which
// takes the registers from standard input and writes the operations and the registers to standard output.

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../../../Sources/CMicroKernels/support/registers.h"

static int list(void) {
  for (int i = 0; i < rl_compute_kernel_count(); i++) {
    const rl_compute_kernel *k = rl_compute_kernel_at(i);
    printf("%s|%s|%s|%s|%s|%s|%d\n", k->name, k->isa, k->precision, k->unit, k->form,
           k->instructions, (int)rl_try_compute_kernel(k));
  }
  return 0;
}

int main(int count, char **arguments) {
  static rl_registers registers;
  if (count == 2 && strcmp(arguments[1], "list") == 0) return list();
  if (count != 3) return 2;
  const rl_compute_kernel *kernel = rl_compute_kernel_at(atoi(arguments[1]));
  if (!kernel || fread(&registers, sizeof registers, 1, stdin) != 1) return 3;
  const uint64_t operations = kernel->run(strtoull(arguments[2], NULL, 10), &registers);
  fwrite(&operations, sizeof operations, 1, stdout);
  fwrite(&registers, sizeof registers, 1, stdout);
  return 0;
}
