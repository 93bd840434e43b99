#ifndef RIDGELINE_PROGRAM_COUNTING_H
#define RIDGELINE_PROGRAM_COUNTING_H

// What Swift cannot do to count a program: perf_event_open, which has no function in the C library,
// and fork, which Swift does not import.

#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

// How an event is opened.
typedef enum {
  // Threads and children that come later are counted too.
  RL_EVENT_INHERIT = 1,
  // Counting starts with the program that the process executes next.
  RL_EVENT_ENABLE_ON_EXEC = 2,
  // Only what runs in user mode is counted.
  RL_EVENT_USER_ONLY = 4,
} rl_event_flags;

// Opens an event (perf_event_open(2)) of a process or thread (0: the calling thread; -1: whatever runs
// on `cpu`), not started; returns its file, or -errno.
int rl_event_open(uint32_t type, uint64_t config, pid_t pid, int cpu, int flags);
// Starts and stops an event, with those of the children that inherited it.
void rl_event_start(int file);
void rl_event_stop(int file);

// A count, and for how many nanoseconds the event was wanted, and had a counter.
typedef struct {
  uint64_t value, enabled, running;
} rl_event_count;

// Reads an event; false where that fails.
bool rl_event_read(int file, rl_event_count *count);

// Retires `passes` passes through a loop of rl_known_loop_instructions() instructions.
void rl_known_loop(uint64_t passes);
// 0 where none is written for this processor.
int rl_known_loop_instructions(void);

// The length of a scalable vector in bits; 0 without SVE.
int rl_scalable_vector_bits(void);

// What a program is started with.
typedef struct {
  // Its name or path, its arguments and its environment, ended by NULL.
  const char *file;
  char *const *arguments;
  char *const *environment;
  // The processing units that it may run on; none: those of the caller.
  const int *units;
  int unit_count;
  // The terminal whose foreground it becomes; -1: none.
  int terminal;
  // Whether it gets the default action for SIGPIPE back.
  bool restores_pipe_signal;
  // The signals that are blocked in it.
  const void *mask;
} rl_program;

// What of the start of a program failed; RL_READY: nothing yet.
typedef enum {
  RL_STARTED = 0,
  RL_NO_PROCESS = 1,
  RL_NOT_BOUND = 2,
  RL_NOT_EXECUTED = 3,
  RL_READY = 4,
} rl_start;

// A program that waits to be let go, or what it could not do already.
typedef struct {
  pid_t pid;
  int gate, failure;
  rl_start refused;
  int reason;
} rl_child;

// Makes a process in a group of its own, and waits until it waits at the gate with nothing left to do but
// to execute the program; returns 0 or an errno.
int rl_hold_program(const rl_program *program, rl_child *child);
// Lets it go: it executes the program. Returns how that went, with the errno in `reason`.
rl_start rl_release_program(rl_child *child, int *reason);
// Ends it unreleased.
void rl_abandon_program(rl_child *child);
// Gives a terminal's foreground to a group of processes.
void rl_give_terminal(int terminal, pid_t group);

// The signals that are held back while a program runs, and those that were before.
typedef struct {
  sigset_t held, before;
} rl_signals;

// Holds back SIGCHLD and what is passed on to a program: SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGUSR1 and
// SIGUSR2, less what this program was told to ignore (nohup).
void rl_hold_signals(rl_signals *signals);
// Lets them through again; what came meanwhile and was not waited for comes now.
void rl_let_signals(const rl_signals *signals);
// Waits for one of them, at most so long; returns it, or 0.
int rl_wait_for_signal(const rl_signals *signals, int64_t nanoseconds);
// Whether SIGPIPE has its default action.
bool rl_pipe_signal_is_default(void);

// How a wait ended: 128 + its signal where one killed it.
int rl_exit_code(int status);
// Whether the process was stopped, not ended.
bool rl_is_stopped(int status);

#endif
