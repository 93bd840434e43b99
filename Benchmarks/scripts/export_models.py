"""Exports networks to ONNX files with their weights inside.

Usage: export_models.py FOLDER NAME...
"""

import os
import sys
import warnings

import torch

from networks import build

OPSET = 17


def export(name, path):
    """Writes the network `name` to `path`, whole or not at all."""
    network, given = build(name)
    unfinished = path + ".unfinished"
    torch.onnx.export(
        network, (given,), unfinished, opset_version=OPSET, dynamo=False,
        input_names=["input"], output_names=["output"])
    os.replace(unfinished, path)


def main():
    folder, *names = sys.argv[1:]
    warnings.simplefilter("ignore")  # The exporter's advice to use its successor.
    os.makedirs(folder, exist_ok=True)
    for name in names:
        path = os.path.join(folder, name + ".onnx")
        if not os.path.exists(path):
            print(f"exporting {name}", flush=True)
            export(name, path)


main()
