#define _GNU_SOURCE
#include <errno.h>
#include <signal.h>
#include <stddef.h>

#include "CProgramCounting.h"

static bool is_ignored(int number) {
  struct sigaction action;
  return sigaction(number, NULL, &action) == 0 && action.sa_handler == SIG_IGN;
}

void rl_hold_signals(rl_signals *signals) {
  static const int passed[] = {SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGUSR1, SIGUSR2};
  // Whoever started this program may have it reap no children.
  if (is_ignored(SIGCHLD)) signal(SIGCHLD, SIG_DFL);
  sigemptyset(&signals->held);
  sigaddset(&signals->held, SIGCHLD);
  for (size_t i = 0; i < sizeof passed / sizeof *passed; i++)
    if (!is_ignored(passed[i])) sigaddset(&signals->held, passed[i]);
  sigprocmask(SIG_BLOCK, &signals->held, &signals->before);
}

void rl_let_signals(const rl_signals *signals) {
  sigprocmask(SIG_SETMASK, &signals->before, NULL);
}

int rl_wait_for_signal(const rl_signals *signals, int64_t nanoseconds) {
  struct timespec time = {nanoseconds / 1000000000, nanoseconds % 1000000000};
  int number = sigtimedwait(&signals->held, NULL, &time);
  return number > 0 ? number : 0;
}

bool rl_pipe_signal_is_default(void) {
  struct sigaction action;
  return sigaction(SIGPIPE, NULL, &action) == 0 && action.sa_handler == SIG_DFL;
}
