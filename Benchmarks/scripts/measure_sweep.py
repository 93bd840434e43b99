#!/usr/bin/env python3
"""How many layers a sweep estimates a second: the whole program, on all cores, by the processor time that
it takes. Prints Markdown; fails where the budget is missed.

A layer estimate is one layer of one combination held against one device. With one device every estimate
needs its layer counted anew; with several, a count serves them all. Processor time, since what else runs
meanwhile does not lengthen it; the best of several runs.
"""

import argparse
import json
import os
import resource
import subprocess
import sys
import time

BUDGET = 100_000  # layer estimates a second of one core's time
DEVICES = ["nvidia-t4", "nvidia-l4", "nvidia-a100-sxm-80gb", "google-tpu-v4", "amd-epyc-9654"]


def run(command):
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    start = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    wall = time.perf_counter() - start
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return wall, after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime


def layers(program, model, options):
    """The layers of the model, as the program counts them."""
    command = [program, "estimate", model, "--device", DEVICES[0], "--format", "json", *options]
    text = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    return len(json.loads(text)["layers"])


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--ridgeline", required=True)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("models", nargs="+")
    options = parser.parse_args()
    failed = False
    print("| network | layers | devices | combinations | wall | processor time | estimates a second a core |")
    print("| --- | ---: | ---: | ---: | ---: | ---: | ---: |")
    for model in options.models:
        count = layers(options.ridgeline, model, [])
        for devices in (DEVICES[:1], DEVICES):
            sizes = 1000
            command = [
                options.ridgeline, "sweep", model, "--device", ",".join(devices),
                "--batch", f"1..{sizes}+1", "--top", "1",
            ]
            wall, used = min((run(command) for _ in range(options.rounds)), key=lambda pair: pair[1])
            combinations = sizes * len(devices)
            rate = combinations * count / used
            failed = failed or rate < BUDGET
            print(
                f"| {os.path.basename(model)} | {count} | {len(devices)} | {combinations:,} "
                f"| {wall:.2f} s | {used:.2f} s | {rate:,.0f} |")
    print(f"\nBudget: at least {BUDGET:,} layer estimates a second a core: "
          f"{'MISSED' if failed else 'PASS'}.")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
