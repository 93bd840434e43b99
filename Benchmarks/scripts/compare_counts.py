"""Holds what Ridgeline says that other tools count against what they count, and reports in Markdown.

Usage: compare_counts.py --ridgeline PROGRAM --models FOLDER [--darknet CSV FOLDER] NAME...

Each network is counted by each tool as its users do, in PyTorch or from the ONNX file, and by
`ridgeline explain-count` from the ONNX file alone. Exits with 1 where a ratio is off by more than a
hundredth that is not explained in `docs/Conventions-of-others.md`.
"""

import argparse
import importlib.metadata
import json
import os
import subprocess
import sys

TOOLS = ["torchvision", "fvcore", "thop", "ptflops", "onnx-tool"]
PACKAGES = ["torch", "torchvision", "transformers", "fvcore", "thop", "ptflops", "onnx-tool"]
# A figure whose difference a file cannot tell, with the reason.
UNKNOWABLE = {
    ("ptflops", "bert_base"): "GELU is called through a reference that ptflops does not replace",
}


def main():
    arguments = parse()
    versions = ", ".join(f"{name} {importlib.metadata.version(name)}" for name in PACKAGES)
    print("# What other tools count, and what Ridgeline says that they count\n")
    print(f"The tools: {versions}.")
    print("Ridgeline reads the ONNX file; all but onnx-tool see the network in PyTorch.\n")
    print("| network | tool | the tool | Ridgeline | ratio | |\n| --- | --- | ---: | ---: | ---: | --- |")
    missed = 0
    for name in arguments.names:
        missed += compare(name, arguments)
    print(f"\n{missed} of {len(arguments.names) * len(TOOLS)} are off by more than 1 % unexplained.")
    sys.exit(1 if missed else 0)


def parse():
    parser = argparse.ArgumentParser()
    parser.add_argument("--ridgeline", required=True)
    parser.add_argument("--models", required=True)
    parser.add_argument("names", nargs="+")
    return parser.parse_args()


def compare(name, arguments):
    """The rows of one network; how many of them are off unexplained."""
    path = os.path.join(arguments.models, name + ".onnx")
    counter = os.path.join(os.path.dirname(__file__), "count_with_tools.py")
    theirs = output([sys.executable, counter, name, path])
    ours = output([arguments.ridgeline, "explain-count", path, "--format", "json"])
    ours = {convention["name"]: convention["figure"] for convention in ours["conventions"]}
    return sum(row(name, tool, theirs[tool], ours[tool]) for tool in TOOLS)


def row(name, tool, theirs, ours):
    """Prints a row; 1 where it is off unexplained."""
    if not isinstance(theirs, int):
        print(f"| {name} | {tool} | – | {ours:,} | – | the tool stops: {theirs} |", flush=True)
        return 0
    ratio = ours / theirs
    remark = UNKNOWABLE.get((tool, name), "")
    print(f"| {name} | {tool} | {theirs:,} | {ours:,} | {ratio:.5f} | {remark} |", flush=True)
    return 1 if abs(ratio - 1) > 0.01 and not remark else 0


def output(command):
    return json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


main()
