"""Holds `ridgeline estimate` against onnx-tool on many networks, and reports in Markdown.

Usage: compare_models.py --ridgeline PROGRAM --python PYTHON --models FOLDER [--rounds N] NAME...
Exits with 1 where Ridgeline is not as many times faster and smaller as the budget asks.
"""

import argparse
import os
import sys

from measure import in_turn

DEVICE = "nvidia-a100-sxm-80gb"
TIMES_FASTER = 25
TIMES_SMALLER = 5


def main():
    arguments = parse()
    print("# Speed on many networks, against onnx-tool 1.0.1\n")
    print(f"Medians of {arguments.rounds} runs (least–most) of whole processes, run in turn on the same")
    print(f"files. Budget: {TIMES_FASTER} times faster and {TIMES_SMALLER} times less memory on each.\n")
    print("| network | file | Ridgeline | onnx-tool | faster | Ridgeline | onnx-tool | less memory | |")
    print("| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | --- |")
    missed = sum(compare(name, arguments) for name in arguments.names)
    print(f"\n{len(arguments.names) - missed} of {len(arguments.names)} are within the budget.")
    sys.exit(1 if missed else 0)


def parse():
    parser = argparse.ArgumentParser()
    parser.add_argument("--ridgeline", required=True)
    parser.add_argument("--python", required=True)
    parser.add_argument("--models", required=True)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("names", nargs="+")
    return parser.parse_args()


def compare(name, arguments):
    """Prints a network's row; 1 where the budget is missed."""
    path = os.path.join(arguments.models, name + ".onnx")
    counter = os.path.join(os.path.dirname(os.path.abspath(__file__)), "count_with_onnx_tool.py")
    ours, theirs = in_turn(
        [
            [arguments.ridgeline, "estimate", path, "--device", DEVICE],
            [arguments.python, counter, path],
        ],
        arguments.rounds)
    faster, smaller = theirs.seconds() / ours.seconds(), theirs.bytes() / ours.bytes()
    missed = faster < TIMES_FASTER or smaller < TIMES_SMALLER
    cells = [
        name, f"{os.path.getsize(path) / 1e6:.0f} MB", ours.time_text(), theirs.time_text(),
        f"**{faster:.0f}**", ours.memory_text(), theirs.memory_text(), f"**{smaller:.1f}**",
        "FAIL" if missed else "PASS",
    ]
    print("| " + " | ".join(cells) + " |", flush=True)
    return 1 if missed else 0


main()
