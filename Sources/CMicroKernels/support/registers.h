#ifndef RIDGELINE_REGISTERS_H
#define RIDGELINE_REGISTERS_H

// The registers as the kernels see them. Swift sees only a pointer: it imports no array of this size.

#include "compute.h"

struct rl_registers {
  _Alignas(RL_SLOT_BYTES) unsigned char slot[RL_REGISTERS_BYTES / RL_SLOT_BYTES][RL_SLOT_BYTES];
};

#endif
