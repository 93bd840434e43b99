#!/usr/bin/env python3
"""What counting costs: a program of one second bare, under `ridgeline count` and under `perf stat`, the
time that each takes to start, and the cost of a region. Prints Markdown; fails where a budget is missed.

Each command runs in turn with the others, so that what drifts meanwhile hits all alike.
"""

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

BUSY = r"""
#include <stdint.h>
#include <time.h>
int main(void) {  /* a fixed amount of work: about a second */
  volatile uint64_t x = 1;
  for (uint64_t i = 0; i < PASSES; i++) x = x * 2862933555777941757u + 3037000493u;
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


def seconds(command):
    start = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return time.perf_counter() - start


def in_turn(commands, rounds):
    times = {name: [] for name in commands}
    for name, command in commands.items():
        seconds(command)
    for _ in range(rounds):
        for name, command in commands.items():
            times[name].append(seconds(command))
    return times


def cell(values, scale, unit):
    low, high = min(values) * scale, max(values) * scale
    return f"{statistics.median(values) * scale:.1f} ({low:.1f}–{high:.1f}) {unit}"


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--ridgeline", required=True)
    parser.add_argument("--include", required=True, help="the folder of ridgeline_regions.h")
    parser.add_argument("--rounds", type=int, default=11)
    options = parser.parse_args()
    failed = False
    with tempfile.TemporaryDirectory() as folder:
        # As many passes as take a second here.
        probe = build(folder, "probe", BUSY, "-DPASSES=100000000")
        passes = int(1e8 / min(seconds([probe]) for _ in range(3)))
        busy = build(folder, "busy", BUSY, f"-DPASSES={passes}")
        region = build(folder, "region", REGION, "-pthread", f"-I{options.include}")
        tools = {"bare": [], "ridgeline count": [options.ridgeline, "count", "--"]}
        if shutil.which("perf"):
            tools["perf stat"] = ["perf", "stat", "--"]
        if shutil.which("likwid-perfctr"):
            try:
                likwid = ["likwid-perfctr", "-C", "0", "-g", "CLOCK"]
                seconds([*likwid, "true"])
                tools["likwid-perfctr"] = likwid
            except subprocess.CalledProcessError:
                print("likwid-perfctr does not run here: it needs counters of the processor.\n")
        start = in_turn({n: [*t, "true"] for n, t in tools.items()}, 5 * options.rounds)
        # A shorter run would drown in noise: the overhead is told of the median and of the best.
        long = in_turn({n: [*t, busy] for n, t in tools.items()}, options.rounds)
        print("| | start-up | a program of one second | overhead: medians | overhead: best |")
        print("| --- | ---: | ---: | ---: | ---: |")
        bare_start = statistics.median(start["bare"])
        for name in tools:
            extra = statistics.median(start[name]) - bare_start
            median = statistics.median(long[name]) / statistics.median(long["bare"]) - 1
            best = min(long[name]) / min(long["bare"]) - 1
            told = "–" if name == "bare" else f"{extra * 1e3:.1f} ms"
            print(
                f"| {name} | {told} | {cell(long[name], 1e3, 'ms')} | {median:+.2%} | {best:+.2%} |"
            )
            if name == "ridgeline count":
                passed = extra < 0.020 and best < 0.01
                failed = failed or not passed
                verdict = "PASS" if passed else "MISSED"
        print(f"\nBudget: start-up under 20 ms, overhead under 1 % of the best: {verdict}.\n")
        outside = subprocess.run([region, "100000000"], check=True, capture_output=True, text=True)
        inside = subprocess.run(
            [options.ridgeline, "count", "--", region, "20000"],
            check=True, capture_output=True, text=True,
        )
        print(f"A region, start and stop: {float(outside.stdout):.2f} ns outside of "
              f"`ridgeline count`, {float(inside.stdout) / 1e3:.1f} µs under it.")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
