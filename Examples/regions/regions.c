// Regions of a C program that `ridgeline count` tells apart:
//
//   cc -O2 -pthread -I Sources/CRidgelineRegions/include -o regions Examples/regions/regions.c
//   ridgeline count -- ./regions
#include <pthread.h>
#include <ridgeline_regions.h>
#include <stdio.h>
#include <stdlib.h>

enum { COUNT = 1 << 20, THREADS = 4 };

// y += a x, in a region of its own: in every thread that calls it.
static void axpy(double a, const double *x, double *y) {
  ridgeline_region_start("axpy");
  for (int i = 0; i < COUNT; i++) y[i] += a * x[i];
  ridgeline_region_stop("axpy");
}

static void *work(void *unused) {
  (void)unused;
  ridgeline_region_start("thread");
  double *x = calloc(COUNT, sizeof *x), *y = calloc(COUNT, sizeof *y);
  if (x && y)
    for (int pass = 0; pass < 20; pass++) axpy(0.5, x, y);
  free(x);
  free(y);
  ridgeline_region_stop("thread");
  return NULL;
}

int main(void) {
  pthread_t threads[THREADS];
  for (int i = 0; i < THREADS; i++)
    if (pthread_create(&threads[i], NULL, work, NULL) != 0) return 1;
  for (int i = 0; i < THREADS; i++) pthread_join(threads[i], NULL);
  puts("done");
  return 0;
}
