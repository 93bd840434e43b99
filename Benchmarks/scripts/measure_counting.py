#!/usr/bin/env python3
"""What counting costs: how much longer a program of one second takes by its own clock under `ridgeline
count` and under `perf stat`, the time that each takes to start, and the cost of a region. Prints Markdown;
fails where a budget is surely missed.

Each command runs right beside the bare program, in a random order of the two: a pair. Of the pairs the
median of the differences counts, with the interval that would hold it in 95 of 100 repetitions (bootstrap):
a budget is met where all of that interval meets it, and missed where none of it does. The processor's time
is told beside that of the clock: what others on the machine do is not in it.
"""

import argparse
import os
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

BUSY = r"""
#include <stdint.h>
#include <stdio.h>
#include <time.h>
static double now(clockid_t clock) {
  struct timespec t;
  clock_gettime(clock, &t);
  return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}
int main(void) {  /* a fixed amount of work: about a second, by two clocks of its own */
  const double wall = now(CLOCK_MONOTONIC), cpu = now(CLOCK_PROCESS_CPUTIME_ID);
  volatile uint64_t x = 1;
  for (uint64_t i = 0; i < PASSES; i++) x = x * 2862933555777941757u + 3037000493u;
  printf("%.9f %.9f\n", now(CLOCK_MONOTONIC) - wall, now(CLOCK_PROCESS_CPUTIME_ID) - cpu);
  return x == 0;
}
"""

REGION = r"""
#include <ridgeline_regions.h>
#include <stdio.h>
#include <stdlib.h>
int main(int count, char **arguments) {
  long calls = count > 1 ? atol(arguments[1]) : 1;
  ridgeline_region_start("r"); ridgeline_region_stop("r");
  uint64_t start = ridgeline_regions_now();
  for (long i = 0; i < calls; i++) { ridgeline_region_start("r"); ridgeline_region_stop("r"); }
  printf("%.3f\n", (double)(ridgeline_regions_now() - start) / (double)calls);
  return 0;
}
"""


def build(folder, name, source, *options):
    path = os.path.join(folder, name)
    with open(path + ".c", "w", encoding="utf-8") as file:
        file.write(source)
    subprocess.run(["cc", "-O2", *options, "-o", path, path + ".c"], check=True)
    return path


def run(command):
    """Runs a command; its output, and its wall and processor time with all that it waited for."""
    with tempfile.TemporaryFile() as out:
        start = time.perf_counter()
        process = subprocess.Popen(command, stdout=out, stderr=subprocess.DEVNULL)
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            raise subprocess.CalledProcessError(process.returncode, command)
        out.seek(0)
        return out.read().decode(), (wall, usage.ru_utime + usage.ru_stime)


def pairs(bare, prefix, rounds, told):
    """Wall and processor time of the bare program and of the same under a tool, pair by pair."""
    found = []
    for _ in range(rounds):
        order = [[], prefix]
        random.shuffle(order)
        times = {bool(tool): told(run([*tool, *bare])) for tool in order}
        found.append((times[False], times[True]))
    return found


def interval(values, draws=2000):
    """The median, and the interval that would hold it in 95 of 100 repetitions."""
    medians = sorted(
        statistics.median(random.choices(values, k=len(values))) for _ in range(draws))
    return statistics.median(values), medians[draws // 40], medians[-draws // 40]


def verdict(found, budget):
    """Whether all, none or a part of an interval is within a budget."""
    _, low, high = found
    return "PASS" if high < budget else "**MISSED**" if low >= budget else "not decided"


def milliseconds(found):
    """An interval of seconds as text."""
    return f"{found[0] * 1e3:.1f} ms ({found[1] * 1e3:.1f} to {found[2] * 1e3:.1f})"


def percent(found):
    """An interval of shares as text."""
    return f"{found[0]:+.2%} ({found[1]:+.2%} to {found[2]:+.2%})"


def tools_of(program):
    """The tools that run here, each with what stands before a program."""
    tools = {"ridgeline count": [program, "count", "--"]}
    if shutil.which("perf"):
        tools["perf stat"] = ["perf", "stat", "--"]
    if shutil.which("likwid-perfctr"):
        try:
            likwid = ["likwid-perfctr", "-C", "0", "-g", "CLOCK"]
            run([*likwid, "true"])
            tools["likwid-perfctr"] = likwid
        except subprocess.CalledProcessError:
            print("likwid-perfctr does not run here: it needs counters of the processor.\n")
    return tools


def measure(name, prefix, busy, rounds):
    """The row of a tool, and whether its budgets are not missed."""
    starts = pairs(["true"], prefix, 5 * rounds, lambda ran: ran[1])
    longs = pairs([busy], prefix, rounds, lambda ran: tuple(map(float, ran[0].split()[:2])))
    start = [interval([under[i] - bare[i] for bare, under in starts]) for i in (0, 1)]
    long = [interval([under[i] / bare[i] - 1 for bare, under in longs]) for i in (0, 1)]
    verdicts = [verdict(start[0], 0.020), verdict(long[0], 0.01), verdict(long[1], 0.01)]
    cells = [milliseconds(start[0]), milliseconds(start[1]), percent(long[0]), percent(long[1])]
    if name == "ridgeline count":
        cells = [f"{cells[0]} {verdicts[0]}", cells[1], *map(" ".join, zip(cells[2:], verdicts[1:]))]
    print(f"| {name} | " + " | ".join(cells) + " |", flush=True)
    return name != "ridgeline count" or "**MISSED**" not in verdicts


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--ridgeline", required=True)
    parser.add_argument("--include", required=True, help="the folder of ridgeline_regions.h")
    parser.add_argument("--rounds", type=int, default=21)
    options = parser.parse_args()
    random.seed(1)
    with tempfile.TemporaryDirectory() as folder:
        # As many passes as take a second here.
        probe = build(folder, "probe", BUSY, "-DPASSES=100000000")
        passes = int(1e8 / min(float(run([probe])[0].split()[0]) for _ in range(3)))
        busy = build(folder, "busy", BUSY, f"-DPASSES={passes}")
        region = build(folder, "region", REGION, "-pthread", f"-I{options.include}")
        tools = tools_of(options.ridgeline)
        print("| | start-up, wall | start-up, processor | a program of one second, wall | "
              "the same, processor |")
        print("| --- | ---: | ---: | ---: | ---: |")
        passed = [
            measure(name, prefix, busy, options.rounds)
            for name, prefix in tools.items()]
        print(f"\n{options.rounds} pairs of the program, {5 * options.rounds} of `true`; load of the "
              f"last minute {os.getloadavg()[0]:.1f}. Budgets: start-up under 20 ms, the program less "
              "than 1 % slower by its own clock.\n")
        outside = subprocess.run([region, "100000000"], check=True, capture_output=True, text=True)
        inside = subprocess.run(
            [options.ridgeline, "count", "--", region, "20000"],
            check=True, capture_output=True, text=True,
        )
        print(f"A region, start and stop: {float(outside.stdout):.2f} ns outside of "
              f"`ridgeline count`, {float(inside.stdout) / 1e3:.1f} µs under it.")
    return 0 if all(passed) else 1


if __name__ == "__main__":
    sys.exit(main())
