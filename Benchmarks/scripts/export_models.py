"""Exports networks of torchvision to ONNX files with their weights inside.

Usage: export_models.py FOLDER NAME...
The weights are random: neither time nor memory of a count depends on their values.
"""

import os
import sys
import warnings

import torch

from import_torchvision import import_torchvision

OPSET = 17
IMAGE = (1, 3, 224, 224)


def export(name, path):
    """Writes the network `name` to `path`, whole or not at all."""
    torch.manual_seed(0)
    network = getattr(import_torchvision().models, name)(weights=None).eval()
    unfinished = path + ".unfinished"
    torch.onnx.export(
        network, torch.zeros(IMAGE), unfinished, opset_version=OPSET, dynamo=False,
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
