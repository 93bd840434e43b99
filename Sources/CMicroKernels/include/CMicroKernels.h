#ifndef RIDGELINE_C_MICRO_KERNELS_H
#define RIDGELINE_C_MICRO_KERNELS_H

// The micro-kernels of Ridgeline's probe: what Swift sees of them.

#include "compute.h"
#include "memory.h"
#include "products.h"
#include "slices.h"
#include "threads.h"

#endif
