// How far two cores are apart: what it takes to pass a cache line from one to the other.

#include "ping.h"

#include "slices.h"

// Round trips that are timed together, so that reading the clock costs each little, and how many of such
// lots there are. All of it takes some tens of microseconds.
#define TRIPS 10
#define LOTS 21
// Looks at a line before a thread gives up: some 100 microseconds.
#define LOOKS 100000

uint32_t rl_partner(uint32_t thread, uint32_t threads, uint32_t round) {
  // The tournament of rounds: one stays, the others go round. With an odd number, who meets the one that
  // is not there sits out.
  const uint32_t even = threads + threads % 2;
  if (thread >= threads || threads < 2) return thread;
  const uint32_t last = even - 1, turn = round % last;
  uint32_t partner;
  if (thread == last) {
    partner = turn;
  } else {
    partner = (2 * turn + last - thread) % last;
    if (partner == thread) partner = last;
  }
  return partner < threads ? partner : thread;
}

// Waits until a line shows `count`; false where the other has given up, or does not come: it was taken off
// its CPU, and would come back after this thread was taken off its own.
static bool await(rl_line *line, uint64_t count, uint64_t end) {
  for (uint32_t looks = 0; looks < LOOKS; looks++) {
    const uint64_t now = atomic_load_explicit(&line->count, memory_order_acquire);
    if (now == count) return true;
    if (now >= end) return false;
  }
  return false;
}

static double median(uint64_t lots[LOTS]) {
  for (int i = 1; i < LOTS; i++) {
    for (int j = i; j > 0 && lots[j] < lots[j - 1]; j--) {
      const uint64_t other = lots[j];
      lots[j] = lots[j - 1];
      lots[j - 1] = other;
    }
  }
  return (double)lots[LOTS / 2];
}

double rl_ping(rl_line *line, bool leads) {
  // Both begin at the same multiple, also where the other has sent the line once already.
  const uint64_t moves = 2 * TRIPS * LOTS + 2;
  const uint64_t begin = atomic_load(&line->count) / moves * moves, end = begin + moves;
  uint64_t lots[LOTS];
  bool is_answered = true;
  for (uint64_t lot = 0; lot < LOTS && is_answered; lot++) {
    const uint64_t start = rl_now();
    for (uint64_t trip = lot * TRIPS; trip < (lot + 1) * TRIPS && is_answered; trip++) {
      const uint64_t sent = begin + 2 * trip + 1;
      if (leads) {
        atomic_store_explicit(&line->count, sent, memory_order_release);
        is_answered = await(line, sent + 1, end);
      } else {
        is_answered = await(line, sent, end);
        if (is_answered) atomic_store_explicit(&line->count, sent + 1, memory_order_release);
      }
    }
    lots[lot] = rl_now() - start;
  }
  // The leader has had the last answer, and is the only one who looks: what comes next begins anew.
  if (leads || !is_answered) atomic_store_explicit(&line->count, end, memory_order_release);
  return leads && is_answered ? median(lots) / (2 * TRIPS) : 0;
}
