#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "CProgramCounting.h"

// What a child tells of a start that failed.
typedef struct {
  rl_start what;
  int reason;
} report;

static void fail(int file, rl_start what, int code) {
  report told = {what, errno};
  ssize_t written = write(file, &told, sizeof told);
  (void)written;
  _exit(code);
}

// Processing units as the kernel takes them: made before the fork, since a child of a process with
// threads must not allocate.
typedef struct {
  cpu_set_t *set;
  size_t size;
} unit_set;

static unit_set make_units(const int *units, int count) {
  int largest = 0;
  for (int i = 0; i < count; i++)
    if (units[i] > largest) largest = units[i];
  unit_set made = {CPU_ALLOC((size_t)largest + 1), CPU_ALLOC_SIZE((size_t)largest + 1)};
  if (!made.set) return made;
  CPU_ZERO_S(made.size, made.set);
  for (int i = 0; i < count; i++) CPU_SET_S((size_t)units[i], made.size, made.set);
  return made;
}

// The child's part, up to the program: only calls that are safe after a fork.
static void become(const rl_program *program, unit_set units, int gate, int failure,
                   pid_t parent) {
  char go;
  setpgid(0, 0);
  // Where this program is killed and can end nothing, the kernel ends what it started.
  prctl(PR_SET_PDEATHSIG, SIGTERM);
  if (getppid() != parent) _exit(127);
  if (program->restores_pipe_signal) signal(SIGPIPE, SIG_DFL);
  if (program->unit_count > 0 && sched_setaffinity(0, units.size, units.set) != 0)
    fail(failure, RL_NOT_BOUND, 125);
  // What is counted begins with the program: all that is left to do here is to execute it.
  report ready = {RL_READY, 0};
  if (write(failure, &ready, sizeof ready) != (ssize_t)sizeof ready) _exit(125);
  ssize_t size;
  do size = read(gate, &go, 1);
  while (size < 0 && errno == EINTR);
  if (size != 1) _exit(125);
  sigprocmask(SIG_SETMASK, program->mask, NULL);
  execvpe(program->file, program->arguments, program->environment);
  fail(failure, RL_NOT_EXECUTED, errno == ENOENT ? 127 : 126);
}

// What the child tells next; false where it has ended, or executed its program.
static bool hear(int file, report *told) {
  ssize_t size;
  do size = read(file, told, sizeof *told);
  while (size < 0 && errno == EINTR);
  return size == (ssize_t)sizeof *told;
}

int rl_hold_program(const rl_program *program, rl_child *child) {
  int gate[2], failure[2];
  pid_t parent = getpid();
  if (pipe2(gate, O_CLOEXEC) != 0) return errno;
  if (pipe2(failure, O_CLOEXEC) != 0) {
    int reason = errno;
    close(gate[0]), close(gate[1]);
    return reason;
  }
  unit_set units = make_units(program->units, program->unit_count);
  child->pid = units.set ? fork() : -1;
  int reason = units.set ? errno : ENOMEM;
  if (child->pid == 0) {
    close(gate[1]), close(failure[0]);
    become(program, units, gate[0], failure[1], parent);
  }
  CPU_FREE(units.set);
  close(gate[0]), close(failure[1]);
  child->gate = gate[1], child->failure = failure[0];
  if (child->pid > 0) {
    // Also here: whoever comes first, nobody sees it outside its group.
    setpgid(child->pid, child->pid);
    rl_give_terminal(program->terminal, child->pid);
    report told;
    child->refused = hear(child->failure, &told) && told.what != RL_READY ? told.what : RL_STARTED;
    child->reason = child->refused == RL_STARTED ? 0 : told.reason;
    return 0;
  }
  close(child->gate), close(child->failure);
  return reason;
}

rl_start rl_release_program(rl_child *child, int *reason) {
  report told = {child->refused, child->reason};
  char go = 1;
  // A child that has ended already tells why below; no signal may end this program for it.
  void (*before)(int) = signal(SIGPIPE, SIG_IGN);
  ssize_t size = write(child->gate, &go, 1);
  signal(SIGPIPE, before);
  close(child->gate);
  if (size == 1 && child->refused == RL_STARTED && !hear(child->failure, &told))
    told = (report){RL_STARTED, 0};
  close(child->failure);
  *reason = told.reason;
  return told.what;
}

void rl_abandon_program(rl_child *child) {
  close(child->gate), close(child->failure);
  kill(child->pid, SIGKILL);
  while (waitpid(child->pid, NULL, 0) < 0 && errno == EINTR) continue;
}

void rl_give_terminal(int terminal, pid_t group) {
  if (terminal < 0) return;
  // A process in the background that does this is stopped, unless it ignores the signal.
  void (*before)(int) = signal(SIGTTOU, SIG_IGN);
  tcsetpgrp(terminal, group);
  signal(SIGTTOU, before);
}

int rl_exit_code(int status) {
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

bool rl_is_stopped(int status) { return WIFSTOPPED(status); }
