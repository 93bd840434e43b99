// STREAM by its rules (J. D. McCalpin, "STREAM: Sustainable Memory Bandwidth in High Performance
// Computers", https://www.cs.virginia.edu/stream/ref.html): four kernels over three arrays of fp64, each
// at least four times the last cache; ten times; the first is left out, the best counts; bytes of the
// algorithm, without write-allocate; results are checked. Written anew.
//
// stream ELEMENTS THREADS

#define _GNU_SOURCE
#include <pthread.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum { TIMES = 10, KERNELS = 4 };
static const char *names[KERNELS] = {"copy", "scale", "add", "triad"};
static const int streams[KERNELS] = {2, 2, 3, 3};

static double *a, *b, *c;
static long elements;
static int threads;
static pthread_barrier_t barrier;
static double best[KERNELS];

static double now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return (double)time.tv_sec + 1e-9 * (double)time.tv_nsec;
}

static void run(int kernel, long from, long to, double *restrict x, double *restrict y,
                double *restrict z) {
  const double scalar = 3;
  switch (kernel) {
    case 0: for (long i = from; i < to; i++) z[i] = x[i]; break;
    case 1: for (long i = from; i < to; i++) y[i] = scalar * z[i]; break;
    case 2: for (long i = from; i < to; i++) z[i] = x[i] + y[i]; break;
    case 3: for (long i = from; i < to; i++) x[i] = y[i] + scalar * z[i]; break;
  }
}

static void *work(void *context) {
  const long thread = (long)context;
  const long from = elements / threads * thread;
  const long to = thread + 1 == threads ? elements : elements / threads * (thread + 1);
  cpu_set_t set;
  CPU_ZERO(&set);
  CPU_SET(thread, &set);
  sched_setaffinity(0, sizeof set, &set);
  for (long i = from; i < to; i++) a[i] = 1, b[i] = 2, c[i] = 0;
  for (int time = 0; time < TIMES; time++) {
    for (int kernel = 0; kernel < KERNELS; kernel++) {
      pthread_barrier_wait(&barrier);
      const double start = now();
      pthread_barrier_wait(&barrier);
      run(kernel, from, to, a, b, c);
      pthread_barrier_wait(&barrier);
      const double rate = 8.0 * (double)elements * streams[kernel] / (now() - start);
      if (thread == 0 && time > 0 && rate > best[kernel]) best[kernel] = rate;
    }
  }
  return NULL;
}

int main(int count, char **arguments) {
  if (count != 3) return 2;
  elements = atol(arguments[1]);
  threads = atoi(arguments[2]);
  if (elements < 1 || threads < 1 || threads > 4096) return 2;
  const size_t bytes = ((size_t)elements * 8 + 4095) / 4096 * 4096;
  a = aligned_alloc(4096, bytes), b = aligned_alloc(4096, bytes), c = aligned_alloc(4096, bytes);
  pthread_t *all = calloc((size_t)threads, sizeof *all);
  if (!a || !b || !c || !all) return 3;
  pthread_barrier_init(&barrier, NULL, (unsigned)threads);
  for (long i = 0; i < threads; i++) pthread_create(&all[i], NULL, work, (void *)i);
  for (long i = 0; i < threads; i++) pthread_join(all[i], NULL);
  // What the kernels leave, from three numbers.
  double x = 1, y = 2, z = 0;
  for (int time = 0; time < TIMES; time++) z = x, y = 3 * z, z = x + y, x = y + 3 * z;
  for (long i = 0; i < elements; i++) {
    if (a[i] != x || b[i] != y || c[i] != z) return 4;
  }
  for (int kernel = 0; kernel < KERNELS; kernel++) printf("%s %.0f\n", names[kernel], best[kernel]);
  return 0;
}
