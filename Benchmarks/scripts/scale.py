"""Measures how the time and the memory of `ridgeline estimate` grow with the nodes of a graph.

Usage: scale.py --ridgeline PROGRAM --folder FOLDER [--rounds N]

Generates graphs of 10,000 to 100,000 nodes: a chain; residual blocks; many branches of one tensor, joined
again; shapes that the graph computes; conditions that are open; and loops. Reports in Markdown; exits with 1 where 100,000 nodes take a second or more, or the time grows faster than the nodes.
"""

import argparse
import math
import os
import sys

from measure import in_turn

DEVICE = "nvidia-a100-sxm-80gb"
SIZES = (10_000, 20_000, 50_000, 100_000)
BUDGET_SECONDS = 1.0
# An order of growth: 1 is linear; what is above it leaves room for caches that overflow.
BUDGET_EXPONENT = 1.15


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--ridgeline", required=True)
    parser.add_argument("--folder", required=True)
    parser.add_argument("--rounds", type=int, default=5)
    arguments = parser.parse_args()
    os.makedirs(arguments.folder, exist_ok=True)
    print("# How the time grows with the nodes\n")
    print(f"Medians of {arguments.rounds} runs (least–most) of whole processes, `ridgeline estimate`. Budget:")
    print(f"less than {BUDGET_SECONDS:.0f} s for {SIZES[-1]:,} nodes, and time ∝ nodes^e with e up to "
          f"{BUDGET_EXPONENT}.\n")
    print("| graph | " + " | ".join(f"{size:,} nodes" for size in SIZES) + " | memory | e | |")
    print("| --- | " + " | ".join("---:" for _ in SIZES) + " | ---: | ---: | --- |")
    missed = sum(row(name, arguments) for name in GRAPHS)
    sys.exit(1 if missed else 0)


def row(name, arguments):
    """Prints the row of one kind of graph; 1 where it misses the budget."""
    spreads = []
    for size in SIZES:
        path = os.path.join(arguments.folder, f"{name}-{size}.onnx")
        if not os.path.exists(path):
            generate(name, size, path)
        (spread,) = in_turn(
            [[arguments.ridgeline, "estimate", path, "--device", DEVICE]], arguments.rounds)
        spreads.append(spread)
    first, last = spreads[0].seconds(), spreads[-1].seconds()
    exponent = math.log(last / first) / math.log(SIZES[-1] / SIZES[0])
    missed = last >= BUDGET_SECONDS or exponent > BUDGET_EXPONENT
    times = " | ".join(spread.time_text() for spread in spreads)
    print(f"| {name} | {times} | {spreads[-1].memory_text()} | {exponent:.2f} | "
          f"{'FAIL' if missed else 'PASS'} |", flush=True)
    return 1 if missed else 0


def generate(name, size, path):
    """Writes a graph, in a process of its own."""
    child = os.fork()
    if child == 0:
        from generated_graphs import save

        save(name, size, path + ".unfinished")
        os.replace(path + ".unfinished", path)
        os._exit(0)
    _, status = os.waitpid(child, 0)
    if status != 0:
        raise SystemExit(f"{path} could not be made")


GRAPHS = ("chain", "residual", "wide", "shapes", "conditions", "loops")

main()
