"""Holds `ridgeline estimate` against onnx-tool on many networks, and reports in Markdown.

Usage: compare_models.py --ridgeline PROGRAM --python PYTHON --models FOLDER --keep FOLDER [--rounds N]
                         [--only NAME,…] NAME...
Each network's figures are kept in a folder as soon as they are measured, and stand until the program
changes: what was broken off goes on where it stopped. With --only just these are measured; the report
has all that are kept. Exits with 1 where a network is missing, or Ridgeline is not as many times faster
and smaller as the budget asks.
"""

import argparse
import json
import os
import sys

from measure import in_turn

DEVICE = "nvidia-a100-sxm-80gb"
TIMES_FASTER = 25
TIMES_SMALLER = 5


def main():
    arguments = parse()
    os.makedirs(arguments.keep, exist_ok=True)
    for name in arguments.names:
        if kept(name, arguments) is None and (not arguments.only or name in arguments.only):
            print(f"measuring {name}", file=sys.stderr, flush=True)
            keep(name, measured(name, arguments), arguments)
    sys.exit(0 if report(arguments) else 1)


def parse():
    parser = argparse.ArgumentParser()
    parser.add_argument("--ridgeline", required=True)
    parser.add_argument("--python", required=True)
    parser.add_argument("--models", required=True)
    parser.add_argument("--keep", required=True)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--only", type=lambda text: text.split(","), default=[])
    parser.add_argument("names", nargs="+")
    return parser.parse_args()


def report(arguments):
    """Prints every network's row; whether all are there and within the budget."""
    print("# Speed on many networks, against onnx-tool 1.0.1\n")
    print(f"Medians of {arguments.rounds} runs (least–most) of whole processes, run in turn on the same")
    print(f"files. Budget: {TIMES_FASTER} times faster and {TIMES_SMALLER} times less memory on each.\n")
    print("| network | nodes | file | Ridgeline | onnx-tool | faster | Ridgeline | onnx-tool "
          "| less memory | |")
    print("| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | --- |")
    within = 0
    for name in arguments.names:
        figures = kept(name, arguments)
        if figures is None:
            print(f"| {name} | | | not measured | | | | | | FAIL |")
            continue
        faster, smaller = figures["faster"], figures["smaller"]
        is_within = faster >= TIMES_FASTER and smaller >= TIMES_SMALLER
        within += is_within
        cells = [
            name, figures["nodes"], figures["file"], *figures["times"], f"**{faster:.0f}**",
            *figures["memories"], f"**{smaller:.1f}**", "PASS" if is_within else "FAIL",
        ]
        print("| " + " | ".join(cells) + " |")
    print(f"\n{within} of {len(arguments.names)} are within the budget.")
    return within == len(arguments.names)


def measured(name, arguments):
    """The figures of both programs, run in turn."""
    path = os.path.join(arguments.models, name + ".onnx")
    counter = os.path.join(os.path.dirname(os.path.abspath(__file__)), "count_with_onnx_tool.py")
    ours, theirs = in_turn(
        [
            [arguments.ridgeline, "estimate", path, "--device", DEVICE],
            [arguments.python, counter, path],
        ],
        arguments.rounds)
    return {
        "faster": theirs.seconds() / ours.seconds(),
        "smaller": theirs.bytes() / ours.bytes(),
        "times": [ours.time_text(), theirs.time_text()],
        "memories": [ours.memory_text(), theirs.memory_text()],
        "file": f"{os.path.getsize(path) / 1e6:.0f} MB",
        "nodes": str(nodes(path)),
    }


def nodes(path):
    """The nodes of a model, by the program of a process of its own."""
    program = (
        "import onnx, sys; print(len(onnx.load(sys.argv[1], load_external_data=False).graph.node))")
    with os.popen(f"'{parse().python}' -c '{program}' '{path}'") as answer:
        return int(answer.read())


def state(arguments):
    """What the figures hold for: the program as it is, and the rounds."""
    status = os.stat(arguments.ridgeline)
    return [status.st_size, status.st_mtime_ns, arguments.rounds]


def keep(name, figures, arguments):
    """Keeps a network's figures, whole or not at all."""
    path = os.path.join(arguments.keep, name + ".json")
    with open(path + ".unfinished", "w", encoding="utf-8") as file:
        json.dump({"state": state(arguments), **figures}, file)
    os.replace(path + ".unfinished", path)


def kept(name, arguments):
    """The figures that are kept of a network; None where there are none of this program."""
    try:
        with open(os.path.join(arguments.keep, name + ".json"), encoding="utf-8") as file:
            figures = json.load(file)
    except (OSError, ValueError):
        return None
    return figures if figures.get("state") == state(arguments) else None


main()
