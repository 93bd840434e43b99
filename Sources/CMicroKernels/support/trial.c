// Trials of code that may not run here.

#include <errno.h>
#include <signal.h>
#include <stddef.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "compute.h"
#include "memory.h"
#include "registers.h"

static void end_silently_on_signals(void) {
  static const int signals[] = {SIGILL, SIGSEGV, SIGBUS, SIGFPE, SIGTRAP};
  for (size_t i = 0; i < sizeof signals / sizeof *signals; i++) signal(signals[i], SIG_DFL);
  const struct rlimit no_core = {0, 0};
  setrlimit(RLIMIT_CORE, &no_core);
}

static rl_trial refusal(rl_support support) {
  switch (support) {
    case RL_SUPPORT_NO_REGISTERS: return RL_TRIAL_NO_REGISTERS;
    case RL_SUPPORT_NO_PERMISSION: return RL_TRIAL_NO_PERMISSION;
    default: return RL_TRIAL_NO_CPU;
  }
}

rl_trial rl_try(rl_support (*supported)(void), void (*body)(void *), void *context) {
  const rl_support support = supported();
  if (support != RL_SUPPORT_YES) return refusal(support);
  const pid_t child = fork();
  if (child < 0) return RL_TRIAL_NO_CHILD;
  if (child == 0) {
    end_silently_on_signals();
    body(context);
    _exit(0);
  }
  int status = 0;
  while (waitpid(child, &status, 0) < 0) {
    if (errno != EINTR) return RL_TRIAL_NO_CHILD;
  }
  if (WIFEXITED(status) && WEXITSTATUS(status) == 0) return RL_TRIAL_WORKS;
  const bool illegal = WIFSIGNALED(status) && WTERMSIG(status) == SIGILL;
  return illegal ? RL_TRIAL_ILLEGAL_INSTRUCTION : RL_TRIAL_CRASHED;
}

struct compute_trial {
  const rl_compute_kernel *kernel;
  rl_registers registers;
};

static void run_once(void *context) {
  struct compute_trial *trial = context;
  trial->kernel->run(1, &trial->registers);
}

rl_trial rl_try_compute_kernel(const rl_compute_kernel *kernel) {
  struct compute_trial trial = {kernel, {{{0}}}};
  return rl_try(kernel->supported, run_once, &trial);
}

static void run_over_scratch(void *context) {
  static _Alignas(RL_CHUNK_BYTES) unsigned char scratch[3][RL_CHUNK_BYTES];
  rl_arrays arrays = {scratch[0], scratch[1], scratch[2], RL_CHUNK_BYTES, 0, 1};
  const rl_memory_kernel *kernel = context;
  kernel->run(&arrays, RL_CHUNK_BYTES);
}

rl_trial rl_try_memory_kernel(const rl_memory_kernel *kernel) {
  return rl_try(kernel->supported, run_over_scratch, (void *)kernel);
}
