// Ctrl-C as a request.

#include <signal.h>

#include "threads.h"

static volatile sig_atomic_t is_stop_requested = 0;

static void request_stop(int number) {
  is_stop_requested = 1;
  signal(number, SIG_DFL);
}

void rl_stop_on_interrupt(void) {
  signal(SIGINT, request_stop);
  signal(SIGTERM, request_stop);
}

bool rl_stop_requested(void) { return is_stop_requested != 0; }
