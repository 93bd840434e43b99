// Matrix products of installed libraries.

#define _GNU_SOURCE
#include "products.h"

#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "slices.h"

// CblasRowMajor and CblasNoTrans.
enum { ROW_MAJOR = 101, PLAIN = 111, MOST_RUNS = 4096 };

typedef void (*single_product)(int, int, int, int, int, int, float, const float *, int,
                               const float *, int, float, float *, int);
typedef void (*double_product)(int, int, int, int, int, int, double, const double *, int,
                               const double *, int, double, double *, int);

struct library {
  void *handle;
  single_product multiply_single;
  double_product multiply_double;
  char text[sizeof((rl_product *)0)->library];
};

// Its version, and the processor that it takes this one for: `OpenBLAS 0.3.21, kernels for Zen`.
static void describe(struct library *library, const char *name) {
  const char *(*config)(void) = (const char *(*)(void))dlsym(library->handle, "openblas_get_config");
  const char *(*core)(void) = (const char *(*)(void))dlsym(library->handle, "openblas_get_corename");
  if (!config || !core) {
    snprintf(library->text, sizeof library->text, "%s", name);
    return;
  }
  // The first two words of `OpenBLAS 0.3.21 NO_LAPACKE DYNAMIC_ARCH …`.
  const char *words = config();
  const char *space = strchr(words, ' ');
  const char *end = space ? strchr(space + 1, ' ') : NULL;
  const int length = end ? (int)(end - words) : (int)strlen(words);
  snprintf(library->text, sizeof library->text, "%.*s, kernels for %s", length, words, core());
}

static bool open_library(struct library *library, const char *name) {
  library->handle = dlopen(name, RTLD_NOW | RTLD_LOCAL);
  if (!library->handle) return false;
  library->multiply_single = (single_product)dlsym(library->handle, "cblas_sgemm");
  library->multiply_double = (double_product)dlsym(library->handle, "cblas_dgemm");
  if (!library->multiply_single || !library->multiply_double) return false;
  describe(library, name);
  return true;
}

static void set_threads(const struct library *library, int count) {
  const char *names[] = {"openblas_set_num_threads", "MKL_Set_Num_Threads"};
  for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
    void (*set)(int) = (void (*)(int))dlsym(library->handle, names[i]);
    if (set) set(count);
  }
}

// Three square matrices of ones, of either precision.
struct matrices {
  void *a, *b, *c;
  int size, bits;
};

static void multiply(const struct library *library, const struct matrices *m) {
  const int n = m->size;
  if (m->bits == 32) {
    library->multiply_single(ROW_MAJOR, PLAIN, PLAIN, n, n, n, 1, m->a, n, m->b, n, 0, m->c, n);
  } else {
    library->multiply_double(ROW_MAJOR, PLAIN, PLAIN, n, n, n, 1, m->a, n, m->b, n, 0, m->c, n);
  }
}

static bool is_right(const struct matrices *m) {
  const size_t last = (size_t)m->size * (size_t)m->size - 1;
  const double first = m->bits == 32 ? ((float *)m->c)[0] : ((double *)m->c)[0];
  const double end = m->bits == 32 ? ((float *)m->c)[last] : ((double *)m->c)[last];
  return first == m->size && end == m->size;
}

static bool make_matrices(struct matrices *m) {
  const size_t count = (size_t)m->size * (size_t)m->size;
  void **all[] = {&m->a, &m->b, &m->c};
  for (int i = 0; i < 3; i++) {
    *all[i] = malloc(count * (size_t)m->bits / 8);
    if (!*all[i]) return false;
    for (size_t j = 0; j < count; j++) {
      if (m->bits == 32) ((float *)*all[i])[j] = 1;
      else ((double *)*all[i])[j] = 1;
    }
  }
  return true;
}

static int compare(const void *one, const void *other) {
  const double a = *(const double *)one, b = *(const double *)other;
  return a < b ? -1 : a > b;
}

// Fills in the rates; false where the product is wrong.
static bool measure(const struct library *library, const struct matrices *m, double seconds,
                    rl_product *product) {
  static double rates[MOST_RUNS];
  const double operations = 2.0 * m->size * m->size * m->size;
  multiply(library, m);
  if (!is_right(m)) return false;
  const uint64_t end = rl_now() + (uint64_t)(seconds * 1e9);
  int runs = 0;
  do {
    const uint64_t start = rl_now();
    multiply(library, m);
    rates[runs++] = operations / (double)(rl_now() - start) * 1e9;
  } while (runs < MOST_RUNS && rl_now() < end);
  qsort(rates, (size_t)runs, sizeof *rates, compare);
  product->runs = runs;
  product->best = rates[runs - 1];
  product->median = rates[runs / 2];
  return true;
}

struct order {
  const char *library, *core_type;
  const int *threads;
  int thread_counts, size;
  double seconds;
};

static void measure_all(const struct order *order, rl_products *found) {
  struct library library;
  if (order->core_type) setenv("OPENBLAS_CORETYPE", order->core_type, 1);
  else unsetenv("OPENBLAS_CORETYPE");
  found->end = RL_PRODUCTS_NO_LIBRARY;
  if (!open_library(&library, order->library)) return;
  for (int i = 0; i < order->thread_counts && i < RL_MOST_PRODUCTS / 2; i++) {
    set_threads(&library, order->threads[i]);
    for (int bits = 32; bits <= 64; bits += 32) {
      struct matrices matrices = {NULL, NULL, NULL, order->size, bits};
      rl_product *product = &found->products[found->count];
      found->end = RL_PRODUCTS_WRONG;
      if (!make_matrices(&matrices) || !measure(&library, &matrices, order->seconds, product)) return;
      memcpy(product->library, library.text, sizeof product->library);
      product->bits = bits;
      product->threads = order->threads[i];
      found->count++;
      free(matrices.a), free(matrices.b), free(matrices.c);
    }
  }
  found->end = RL_PRODUCTS_DONE;
}

// The child dumps no core, ends in time, and says nothing on the terminal.
static void bound_child(unsigned patience) {
  static const int signals[] = {SIGILL, SIGSEGV, SIGBUS, SIGFPE, SIGABRT, SIGINT, SIGTERM, SIGALRM};
  for (size_t i = 0; i < sizeof signals / sizeof *signals; i++) signal(signals[i], SIG_DFL);
  const struct rlimit none = {0, 0};
  setrlimit(RLIMIT_CORE, &none);
  alarm(patience);
  const int null = open("/dev/null", O_WRONLY);
  if (null >= 0) dup2(null, STDOUT_FILENO), dup2(null, STDERR_FILENO);
}

rl_products rl_measure_products(const char *library, const char *core_type, const int *threads,
                                int thread_counts, int size, double seconds, unsigned patience) {
  const struct order order = {library, core_type, threads, thread_counts, size, seconds};
  rl_products result = {RL_PRODUCTS_NO_CHILD, 0, 0, {{{0}}}};
  rl_products *shared =
      mmap(NULL, sizeof *shared, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  if (shared == MAP_FAILED) return result.detail = errno, result;
  const pid_t child = fork();
  if (child == 0) {
    bound_child(patience);
    measure_all(&order, shared);
    _exit(0);
  }
  int status = 0;
  while (child > 0 && waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  if (child > 0) {
    result = *shared;
    if (WIFSIGNALED(status)) result.end = RL_PRODUCTS_CRASHED, result.detail = WTERMSIG(status);
  } else {
    result.detail = errno;
  }
  munmap(shared, sizeof *shared);
  return result;
}
