"""Holds `ridgeline estimate` against onnx-tool and against its own budget, and reports in Markdown.

Usage: compare.py --ridgeline PROGRAM --python PYTHON --models FOLDER [--rounds N]
Exits with 1 where a budget is missed.
"""

import argparse
import os
import sys

from library import many_profiles
from measure import in_turn

DEVICE = "nvidia-a100-sxm-80gb"
NETWORKS = {"resnet50": "ResNet-50", "vgg16": "VGG-16"}
ESTIMATE_SECONDS = 0.025
ESTIMATE_BYTES = 40e6
HELP_SECONDS = 0.010
PROFILES = 10_000
LISTED_DEVICE = "nvidia-t4"
LISTING_SECONDS = 1.0


def main():
    arguments = parse()
    failures = []
    print(f"# Speed of the whole program\n\nOn {machine()}.\n")
    print(f"Medians of {arguments.rounds} runs (least–most) of whole processes, run in turn, with")
    print("the files in the page cache.\n")
    print("| what | program | time | peak memory | budget |\n| --- | --- | --- | --- | --- |")
    for network in NETWORKS:
        failures += compare(network, arguments)
    failures += measure_help(arguments)
    failures += measure_listing(arguments)
    for failure in failures:
        print(f"\nFAIL: {failure}")
    sys.exit(1 if failures else 0)


def parse():
    parser = argparse.ArgumentParser()
    parser.add_argument("--ridgeline", required=True)
    parser.add_argument("--python", required=True)
    parser.add_argument("--models", required=True)
    parser.add_argument("--rounds", type=int, default=7)
    return parser.parse_args()


def compare(network, arguments):
    """One network's rows of the table; what missed its budget."""
    path = os.path.join(arguments.models, network + ".onnx")
    counter = os.path.join(os.path.dirname(__file__), "count_with_onnx_tool.py")
    ours, theirs = in_turn(
        [
            [arguments.ridgeline, "estimate", path, "--device", DEVICE],
            [arguments.python, counter, path],
        ],
        arguments.rounds)
    what = f"{NETWORKS[network]}, {os.path.getsize(path) / 1e6:.0f} MB"
    misses = []
    if ours.seconds() > ESTIMATE_SECONDS:
        misses.append(f"{what}: {ours.time_text()} is over {ESTIMATE_SECONDS * 1e3:.0f} ms")
    if ours.bytes() > ESTIMATE_BYTES:
        misses.append(f"{what}: {ours.memory_text()} is over {ESTIMATE_BYTES / 1e6:.0f} MB")
    budget = f"{ESTIMATE_SECONDS * 1e3:.0f} ms, {ESTIMATE_BYTES / 1e6:.0f} MB: {verdict(misses)}"
    row(what, "`ridgeline estimate`", ours.time_text(), ours.memory_text(), budget)
    row(what, "onnx-tool 1.0.1", theirs.time_text(), theirs.memory_text(), "")
    faster, smaller = theirs.seconds() / ours.seconds(), theirs.bytes() / ours.bytes()
    row(what, "**ratio**", f"**{faster:.0f} times faster**", f"**{smaller:.0f} times less**", "")
    return misses


def measure_help(arguments):
    """The row of `--help`; what missed its budget."""
    (spread,) = in_turn([[arguments.ridgeline, "--help"]], 3 * arguments.rounds)
    misses = []
    if spread.seconds() > HELP_SECONDS:
        misses.append(f"--help: {spread.time_text()} is over {HELP_SECONDS * 1e3:.0f} ms")
    budget = f"{HELP_SECONDS * 1e3:.0f} ms: {verdict(misses)}"
    row("`--help`", "`ridgeline`", spread.time_text(), spread.memory_text(), budget)
    return misses


def measure_listing(arguments):
    """The row of a listing of very many profiles of one's own; what missed its budget."""
    with many_profiles(arguments.ridgeline, PROFILES, LISTED_DEVICE):
        (spread,) = in_turn([[arguments.ridgeline, "devices"]], arguments.rounds)
    what = f"list a folder of {PROFILES:,} profiles"
    misses = []
    if spread.seconds() > LISTING_SECONDS:
        misses.append(f"{what}: {spread.time_text()} is over {LISTING_SECONDS:.0f} s")
    budget = f"{LISTING_SECONDS:.0f} s: {verdict(misses)}"
    row(what, "`ridgeline devices`", spread.time_text(), spread.memory_text(), budget)
    return misses


def verdict(misses):
    return "FAIL" if misses else "PASS"


def row(*cells):
    print("| " + " | ".join(cells) + " |", flush=True)


def machine():
    """The machine in words: processor, how many, memory, system."""
    with open("/proc/cpuinfo", encoding="utf-8") as file:
        names = [line.split(":")[1].strip() for line in file if line.startswith("model name")]
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    with open("/etc/os-release", encoding="utf-8") as file:
        facts = dict(line.strip().split("=", 1) for line in file if "=" in line)
    system = facts.get("PRETTY_NAME", "Linux").strip('"')
    processor = names[0] if names else os.uname().machine
    return f"{processor}, {os.cpu_count()} processors, {memory:.0f} GiB of memory, {system}"


main()
