"""Holds the MACs and parameters of exported networks against the published counts.

Usage: published_counts.py --ridgeline PROGRAM --folder FOLDER --torchvision CSV --timm CSV [--timm-models N]

The tables are torchvision's documentation (`gmacs_ops`, `params`) and timm's (`gmacs_max`, `params_m`).
Networks are exported without their weights, with TorchScript at opset 17. Reports in Markdown, exits
with 1 where MACs or parameters are off by more than 0.5 % and --known gives no reason.
"""

import argparse
import contextlib
import csv
import io
import json
import logging
import os
import subprocess
import sys
import warnings

import onnx
import torch

from import_torchvision import import_torchvision

torchvision = import_torchvision()
import timm  # noqa: E402  (which imports torchvision)

TOLERANCE = 0.005
DEVICE = "nvidia-a100-sxm-80gb"
SEGMENTATION = {"weights_backbone": None, "num_classes": 21, "aux_loss": True}
# fvcore's operations for each element.
NORMALISATIONS = {
    "BatchNormalization": 2, "LayerNormalization": 5, "GroupNormalization": 5,
    "InstanceNormalization": 5,
}
OPTIONS = {"googlenet": {"init_weights": False}, "inception_v3": {"init_weights": False}}


class Plain(torch.nn.Module):
    """A network whose results are a tuple: those of segmentation are a dictionary."""

    def __init__(self, module):
        super().__init__()
        self.module = module

    def forward(self, x):
        result = self.module(x)
        return tuple(result.values()) if isinstance(result, dict) else result


def main():
    parser = argparse.ArgumentParser()
    for name in ("ridgeline", "folder", "torchvision", "timm", "known"):
        parser.add_argument(f"--{name}", required=name in ("ridgeline", "folder"))
    parser.add_argument("--timm-models", type=int, default=40)
    arguments = parser.parse_args()
    warnings.filterwarnings("ignore")
    logging.disable(logging.WARNING)
    # The fused attention of inference cannot be exported.
    torch.backends.mha.set_fastpath_enabled(False)
    torch.set_num_threads(1)
    os.makedirs(arguments.folder, exist_ok=True)
    known = {}
    if arguments.known:
        with open(arguments.known, encoding="utf-8") as file:
            known = json.load(file)
    heads()
    off = 0
    if arguments.torchvision:
        off += sum(row(entry, arguments, known) for entry in torchvision_entries(arguments.torchvision))
    if arguments.timm:
        entries = timm_entries(arguments.timm, arguments.timm_models)
        off += sum(row(entry, arguments, known) for entry in entries)
    sys.exit(1 if off else 0)


def heads():
    print("# MACs and parameters against the published counts\n")
    print("`Benchmarks/scripts/published_counts.py` prints this table.\n")
    print(f"torchvision's documentation and timm's table, networks exported by PyTorch "
          f"{torch.__version__} at")
    print("opset 17 without weights. torchvision publishes the MACs of contractions; timm's table was made")
    print("with fvcore, which adds 2 for each element of a batch normalisation and 5 for each of a layer,")
    print("group or instance normalisation: the column \"as fvcore\" adds them to our MACs. What differs by")
    print("more than 0.5 % (and half a unit of the last published place) has its reason.\n")
    print("| network | input | GMACs published | counted | as fvcore | off | M parameters published "
          "| counted | off | reason |")
    print("| --- | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | --- |")


def torchvision_entries(path):
    seen = set()
    with open(path, encoding="utf-8", newline="") as file:
        for line in csv.DictReader(file):
            key = (line["model"], line["input_shape"])
            if key in seen:
                continue
            seen.add(key)
            shape = [int(size) for size in line["input_shape"].split("x")]
            yield {
                "name": line["model"], "shape": shape, "gmacs": float(line["gmacs_ops"]),
                "parameters": int(line["params"]) / 1e6, "make": torchvision_network,
                "is_fvcore": False,
            }


def torchvision_network(name, shape):
    options = dict(OPTIONS.get(name, {}))
    if name in ("deeplabv3_resnet50", "fcn_resnet50"):
        options.update(SEGMENTATION)
    if name.startswith("vit"):
        options["image_size"] = shape[-1]
    return torchvision.models.get_model(name, weights=None, **options)


def timm_entries(path, count):
    """As many of the table as asked for, at even steps through it, small enough to be traced here."""
    with open(path, encoding="utf-8", newline="") as file:
        lines = [line for line in csv.DictReader(file) if is_fit(line)]
    lines.sort(key=lambda line: line["model"])
    step = max(len(lines) / count, 1)
    for place in range(min(count, len(lines))):
        line = lines[int(place * step)]
        size = int(line["img_size"])
        yield {
            "name": line["model"], "shape": [1, 3, size, size], "gmacs": float(line["gmacs_max"]),
            "parameters": float(line["params_m"]), "is_fvcore": True,
            "make": lambda name, shape: timm.create_model(name, pretrained=False, exportable=True),
        }


def is_fit(line):
    return (
        not line["fused_attn_undercount"] and 0.2 < float(line["gmacs_max"]) < 5
        and timm.is_model(line["model"]))


def row(entry, arguments, known):
    """One network's row; 1 where it is off without a reason."""
    name, shape = entry["name"], entry["shape"]
    where = f"{name} | {'x'.join(map(str, shape))}"
    try:
        with contextlib.redirect_stdout(io.StringIO()):
            path = export(entry, arguments.folder)
        counted = estimate(arguments.ridgeline, path)
    except Exception as error:  # Exporters fail in many ways; none is ours.
        first = (str(error).strip().splitlines() or [type(error).__name__])[0][:80].replace("|", "/")
        print(f"| {where} | {entry['gmacs']} | – | – | – | – | – | – | not exported: {first} |", flush=True)
        return 0
    macs, parameters = counted["macs"] / 1e9, counted["parameters"] / 1e6
    as_fvcore = macs + counted["normalisations"] / 1e9
    compared = as_fvcore if entry["is_fvcore"] else macs
    offs = [compared / entry["gmacs"] - 1, parameters / entry["parameters"] - 1]
    # Published figures are rounded: half a unit of the last place is no difference.
    rounding = [half_unit(entry["gmacs"]) / entry["gmacs"],
                half_unit(entry["parameters"]) / entry["parameters"]]
    is_off = any(abs(off) > TOLERANCE + slack for off, slack in zip(offs, rounding))
    reason = known.get(name, "not known" if is_off else "")
    print(f"| {where} | {entry['gmacs']} | {macs:.3f} | {as_fvcore:.3f} | {offs[0]:+.2%} | {entry['parameters']:.2f} | "
          f"{parameters:.2f} | {offs[1]:+.2%} | {reason} |", flush=True)
    return int(is_off and name not in known)


def half_unit(number):
    text = f"{number:.10g}"
    places = len(text.split(".")[1]) if "." in text else 0
    return 0.5 * 10 ** -places


def export(entry, folder):
    """Writes a network without its weights; its path."""
    path = os.path.join(folder, "published.onnx")
    try:
        with torch.device("meta"):
            module = entry["make"](entry["name"], entry["shape"])
    except NotImplementedError:  # Some reckon their widths with tensors.
        module = entry["make"](entry["name"], entry["shape"])
    module = Plain(module.to_empty(device="cpu").eval())
    # The exporter merges equal tensors.
    with torch.no_grad():
        for place, tensor in enumerate([*module.parameters(), *module.buffers()]):
            tensor.zero_().view(-1)[:1] = place
    with torch.no_grad():
        torch.onnx.export(
            module, (torch.zeros(entry["shape"]),), path, dynamo=False, export_params=False,
            do_constant_folding=False, opset_version=17, input_names=["x"])
    model = onnx.load(path)
    weights = [info for info in model.graph.input if info.name != "x"]
    for info in weights:
        model.graph.input.remove(info)
        model.graph.initializer.append(absent(info))
    onnx.save(model, path)
    return path


def absent(info):
    """An initialiser of which only the type and the shape are there."""
    tensor = onnx.TensorProto(
        name=info.name, data_type=info.type.tensor_type.elem_type,
        data_location=onnx.TensorProto.EXTERNAL)
    tensor.dims.extend(size.dim_value for size in info.type.tensor_type.shape.dim)
    tensor.external_data.add(key="location", value="weights.bin")
    return tensor


def estimate(program, path):
    command = [program, "estimate", path, "--device", DEVICE, "--format", "json"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(done.stderr)
    report = json.loads(done.stdout)
    if report["uncountedLayers"]:
        raise RuntimeError(f"not counted: {report['uncountedLayers'][0]}")
    # Published counts of parameters leave running statistics out.
    normalisations = sum(
        NORMALISATIONS[layer["operator"]] * product(layer["outputShape"])
        for layer in report["layers"] if layer["operator"] in NORMALISATIONS)
    return {
        "normalisations": normalisations,
        "macs": report["totals"]["macs"], "parameters": report["model"]["trainableParameters"],
    }


def product(shape):
    result = 1
    for size in shape:
        result *= size
    return result


main()
