#ifndef RIDGELINE_THREADS_H
#define RIDGELINE_THREADS_H

#include <stdbool.h>

// Interruption by the user. A signal handler can reach nothing but a variable of the whole program: this
// one, which only goes from false to true.

// From now on Ctrl-C (SIGINT) and SIGTERM request a stop; a second one ends the program as usual.
void rl_stop_on_interrupt(void);
// Whether a stop was requested.
bool rl_stop_requested(void);

#endif
