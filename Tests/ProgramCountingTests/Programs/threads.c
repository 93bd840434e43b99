// Makes so many threads, each of which writes to a page that was not there and marks a region, and
// writes a line for each.
#include <pthread.h>
#include <ridgeline_regions.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>

static void *work(void *number) {
  ridgeline_region_start("outer");
  ridgeline_region_start("inner");
  char *page = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (page != MAP_FAILED) {
    page[0] = 1;
    munmap(page, 4096);
  }
  ridgeline_region_stop("inner");
  ridgeline_region_stop("outer");
  printf("%ld\n", (long)number);
  return NULL;
}

int main(int count, char **arguments) {
  long threads = count > 1 ? atol(arguments[1]) : 1;
  // A hundred at a time: no limit of a container's is met.
  for (long first = 0; first < threads; first += 100) {
    pthread_t made[100];
    long many = threads - first < 100 ? threads - first : 100;
    for (long i = 0; i < many; i++)
      if (pthread_create(&made[i], NULL, work, (void *)(first + i)) != 0) return 1;
    for (long i = 0; i < many; i++) pthread_join(made[i], NULL);
  }
  return 0;
}
