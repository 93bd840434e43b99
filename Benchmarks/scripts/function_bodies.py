"""Holds operators that ONNX defines as functions of others against those definitions.

Usage: function_bodies.py --ridgeline PROGRAM --folder FOLDER

FOLDER is what onnx_conformance.py writes. The onnx package has a test of such an operator twice: as one
node, and with the node expanded to the body of its function. Both must make the same shapes and types; how
the arithmetic of the one relates to that of the other is told: an operator's own rule counts what a runtime
computes, its body is written in whatever operators there are. Reports in Markdown; exits with 1 where a shape
or a type differs.
"""

import argparse
import json
import os
import subprocess
import sys

import onnx

DEVICE = "nvidia-a100-sxm-80gb"
DATA_SET = "test_data_set_0"


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--ridgeline", required=True)
    parser.add_argument("--folder", required=True)
    arguments = parser.parse_args()
    pairs = found_pairs(arguments.folder)
    shapes = inferred(arguments.ridgeline, [path for pair in pairs for path in pair])
    rows, differing = {}, []
    for one, body in pairs:
        if shapes[one] != shapes[body]:
            differing.append(f"{name(one)}: {shapes[one]} and {shapes[body]}")
        kind = operator(one)
        rows.setdefault(kind, []).append((counted(arguments.ridgeline, one),
                                          counted(arguments.ridgeline, body)))
    report(rows, len(pairs), differing)
    sys.exit(1 if differing or not pairs else 0)


def found_pairs(folder):
    """The models of an operator and of its body, by path."""
    pairs = []
    for case in sorted(os.listdir(folder)):
        for suffix in ("_expanded", "_expanded_ver18", "_expanded_function"):
            one, body = (os.path.join(folder, n, "model.onnx") for n in (case, case + suffix))
            if os.path.exists(one) and os.path.exists(body):
                pairs.append((one, body))
    return pairs


def name(path):
    return os.path.basename(os.path.dirname(path))


def operator(path):
    nodes = onnx.load(path).graph.node
    return nodes[0].op_type if len(nodes) == 1 else name(path)


def inferred(program, paths):
    """What the outputs of each model are: kind, type and shape."""
    found = {}
    for start in range(0, len(paths), 200):
        command = [program, "shapes", *paths[start:start + 200], "--inputs", DATA_SET, "--outputs",
                   "--format", "json"]
        text = subprocess.run(command, capture_output=True, text=True, check=False).stdout
        for model in json.loads(text)["models"]:
            found[model["path"]] = {
                value["name"]: (
                    value["kind"], value["elementType"], value["shape"], value["shapesOfElements"])
                for value in model["values"]}
    return found


def counted(program, path):
    """The work of a model; None where some of it is not known without the inputs' values."""
    command = [program, "estimate", path, "--device", DEVICE, "--strict", "--format", "json"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return json.loads(done.stdout)["totals"] if done.returncode == 0 else None


def report(rows, count, differing):
    print("# Operators that ONNX defines as functions, against their bodies\n")
    print(f"onnx {onnx.__version__}: {count} of its tests stand there twice, as one operator and expanded to the")
    print(f"body of its function. In {count - len(differing)} of them the inferred types and shapes of the two are "
          "the same.\n")
    print("FLOPs and transcendentals are the least and the most of operator over body. Above 1 the rule counts")
    print("what the body leaves to others; below 1 the body has steps that a runtime does not take: conversions,")
    print("comparisons that select, constants spread over a tensor, values computed twice.\n")
    print("| operator | tests | MACs | FLOPs | transcendentals |")
    print("| --- | ---: | --- | --- | --- |")
    for kind, pairs in sorted(rows.items()):
        known = [pair for pair in pairs if None not in pair]
        cells = [ratios(known, key) for key in ("macs", "flops", "transcendentals")]
        print(f"| {kind} | {len(pairs)} | " + " | ".join(cells) + " |")
    for difference in differing:
        print(f"\nFAIL: {difference}")


def ratios(pairs, key):
    """`0.50–1.00`: the least and the most of one over the other; `–` where neither has any."""
    values = [(one[key], body[key]) for one, body in pairs if one[key] or body[key]]
    if not pairs:
        return "not counted without values"
    if not values:
        return "–"
    texts = sorted({f"{one / body:.2f}" if body else "none in the body" for one, body in values})
    return texts[0] if len(texts) == 1 else f"{texts[0]}–{texts[-1]}"


main()
