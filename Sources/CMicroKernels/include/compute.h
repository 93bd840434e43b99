#ifndef RIDGELINE_COMPUTE_H
#define RIDGELINE_COMPUTE_H

#include <stdbool.h>
#include <stdint.h>

// What a compute kernel's registers hold before its loop and after it: RL_REGISTERS_BYTES bytes, aligned
// to RL_SLOT_BYTES. They are the values that it starts from and the sink of its results, so that no
// compiler drops the loop and a test can follow every lane.
//
// Slot i is the start of accumulator i; kernels with tiles take 16 slots a tile, SVE packs its vectors
// one behind the other.
typedef struct rl_registers rl_registers;
#define RL_SLOT_BYTES 64
#define RL_REGISTERS_BYTES 8192

// Where kernels with vectors in slots find their two constant operands.
#define RL_MULTIPLICAND 30
#define RL_ADDEND 31
// Where kernels with tiles find theirs.
#define RL_TILE_A 96
#define RL_TILE_B 112

// The loop of a kernel, as long as `iterations` says; returns the operations that it did.
typedef uint64_t (*rl_compute_run)(uint64_t iterations, rl_registers *registers);

// What stands between a program and a CPU's instructions.
typedef enum {
  RL_SUPPORT_YES,
  // The CPU does not have them.
  RL_SUPPORT_NO_CPU,
  // The CPU has them, and the system does not keep the registers that they need.
  RL_SUPPORT_NO_REGISTERS,
  // The system keeps the registers, and gives this process no permission to use them (AMX).
  RL_SUPPORT_NO_PERMISSION,
} rl_support;

// What one line of the kernel table says of a kernel.
typedef struct {
  // Its name, which is also its symbol's, less the prefix `rl_`.
  const char *name;
  // The instruction set as people know it: "AVX2+FMA".
  const char *isa;
  // The precision that is multiplied, as profiles name it: "fp32", "int8".
  const char *precision;
  // "scalar", "vector" or "matrix".
  const char *unit;
  // What the loop is made of: "fma", "mul+add", "fma+add 1:1", "dot" …
  const char *form;
  // The mnemonics that its loop consists of besides the count, in a comma-separated list.
  const char *instructions;
  // Independent accumulators.
  int accumulators;
  // Operations of one iteration; 0 where only a run tells, since vectors are as wide as the CPU has them.
  uint64_t operations;
  // The width order in which kernels run: narrow instruction sets before wide ones.
  int width_bits;
  // Whether this CPU and kernel say that they have the instructions.
  rl_support (*supported)(void);
  rl_compute_run run;
} rl_compute_kernel;

// The kernels compiled for this architecture, narrow instruction sets first.
int rl_compute_kernel_count(void);
const rl_compute_kernel *rl_compute_kernel_at(int index);

// How a trial of a kernel in a child process ended.
typedef enum {
  RL_TRIAL_WORKS = 0,
  RL_TRIAL_NO_CPU = 1,
  RL_TRIAL_NO_REGISTERS = 2,
  RL_TRIAL_NO_PERMISSION = 3,
  RL_TRIAL_ILLEGAL_INSTRUCTION = 4,
  RL_TRIAL_CRASHED = 5,
  RL_TRIAL_NO_CHILD = 6,
} rl_trial;

// Asks the CPU, then runs one iteration in a forked child, where an illegal instruction ends only that.
rl_trial rl_try_compute_kernel(const rl_compute_kernel *kernel);
// The same for any code: `supported` first, then `body(context)` in a child.
rl_trial rl_try(rl_support (*supported)(void), void (*body)(void *), void *context);

// Dependent instructions of a known latency: `links` of them; returns the cycles that they take.
typedef uint64_t (*rl_chain_run)(uint64_t links);
// A chain of multiplications, 3 cycles each on x86-64 and AArch64.
uint64_t rl_chain_multiply(uint64_t links);
// A chain of address calculations (x86-64) or exclusive ors (AArch64), 1 cycle each.
uint64_t rl_chain_simple(uint64_t links);
// At least so many instructions that do nothing, as fast as the core takes them: another thread on the
// same core takes every other cycle of that, whatever it computes. Returns how many there were.
uint64_t rl_flood(uint64_t instructions);

// Whether this code was compiled with optimisation: its numbers mean nothing else.
bool rl_is_optimised(void);
// The compiler of these kernels.
const char *rl_compiler(void);

#endif
