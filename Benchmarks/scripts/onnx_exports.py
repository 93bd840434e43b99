"""Holds every shape that `ridgeline shapes` infers of real exports against what ONNX Runtime produces.

Usage: onnx_exports.py --ridgeline PROGRAM --folder FOLDER [--only NAME,…] [--kinds KIND,…]

Each network is exported at opset 13 and 17 (with TorchScript) and at the newest that PyTorch's exporter
writes, with fixed and with open batch and sequence. ONNX Runtime then runs it, with every value between
as an output and no optimisation; the shape and the type of each value must be what is inferred. Beside
it: for how many values onnx.shape_inference knows the whole shape. Reports in Markdown; exits with 1
where a value differs.
"""

import argparse
import contextlib
import io
import json
import logging
import os
import subprocess
import sys
import warnings

import numpy
import onnx
import onnxruntime
import torch

from architectures import ARCHITECTURES

# The newest that PyTorch 2.13 writes of all of them and ONNX Runtime 1.32 runs: beyond it the converter
# of versions behind PyTorch's exporter gives up on some and leaves operators and version at odds.
NEWEST = 24
KINDS = [(13, False), (13, True), (17, False), (17, True), (NEWEST, False), (NEWEST, True)]
SIZES = {"batch": 2, "sequence": 9}


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--ridgeline", required=True)
    parser.add_argument("--folder", required=True)
    parser.add_argument("--only", default=",".join(ARCHITECTURES))
    arguments = parser.parse_args()
    warnings.filterwarnings("ignore")
    logging.disable(logging.WARNING)
    os.makedirs(arguments.folder, exist_ok=True)
    heads()
    rows = [
        row(name, opset, is_open, arguments)
        for name in arguments.only.split(",") for opset, is_open in KINDS]
    compared, wrong, known = (sum(column) for column in zip(*rows))
    networks, exports = len(rows) // len(KINDS), sum(1 for values, _, _ in rows if values)
    print(f"\nOf {compared:,} values in {exports} exports of {networks} networks {compared - wrong:,} are "
          f"right; `onnx.shape_inference` knows {known:,}.")
    sys.exit(1 if wrong else 0)


def heads():
    print("# Shapes of real exports against ONNX Runtime\n")
    print("`Benchmarks/scripts/onnx_exports.py` prints this table.\n")
    print(f"PyTorch {torch.__version__}, onnx {onnx.__version__}, ONNX Runtime "
          f"{onnxruntime.__version__}. Every value between is an output of a run without")
    print("optimisations; it is right where its type and its shape are those that `ridgeline shapes`")
    print("infers. Beside it: of how many values `onnx.shape_inference` knows the whole shape.\n")
    print("| network | opset | sizes | nodes | values | right | onnx.shape_inference | differences |")
    print("| --- | ---: | --- | ---: | ---: | ---: | ---: | --- |")


def row(name, opset, is_open, arguments):
    """One export's row; how many values were compared, are wrong, and onnx.shape_inference knows."""
    path = os.path.join(arguments.folder, "model.onnx")
    sizes = "open" if is_open else "fixed"
    try:
        with contextlib.redirect_stdout(io.StringIO()):
            inputs = export(name, opset, is_open, path)
    except Exception as error:  # PyTorch's exporter fails in many ways; none is ours.
        print(f"| {name} | {opset} | {sizes} | – | – | – | – | not exported: {text(error)} |", flush=True)
        return 0, 0, 0
    model = onnx.load(path)
    names = [output for node in model.graph.node for output in node.output if output]
    try:
        produced = run(model, inputs, names)
    except Exception as error:  # What ONNX Runtime does not take, it says.
        print(f"| {name} | {opset} | {sizes} | – | – | – | – | not run: {text(error)} |", flush=True)
        return 0, 0, 0
    known = onnx_known(model, is_open)
    ours = inferred(arguments.ridgeline, path, is_open)
    differences = []
    for value in names:
        if value in produced and ours.get(value) != produced[value]:
            differences.append(f"{value}: {ours.get(value)}, not {produced[value]}")
    version = next(entry.version for entry in model.opset_import if entry.domain in ("", "ai.onnx"))
    compared = len(produced)
    print(f"| {name} | {version} | {sizes} | {len(model.graph.node)} | {compared} | "
          f"{compared - len(differences)} | {len(known & set(produced))} | "
          f"{'; '.join(differences[:3])} |", flush=True)
    for file in os.listdir(arguments.folder):
        os.remove(os.path.join(arguments.folder, file))
    return compared, len(differences), len(known & set(produced))


def text(error):
    """The first line of an error, short."""
    lines = str(error).strip().splitlines()
    return (lines[0] if lines else type(error).__name__)[:80].replace("|", "/")


def export(name, opset, is_open, path):
    """Exports a network; its inputs by name."""
    torch.manual_seed(0)
    module, inputs, axes = ARCHITECTURES[name]()
    names = list(axes)
    options = {"input_names": names, "output_names": ["result"]}
    with torch.no_grad():
        if opset == NEWEST:
            if is_open:
                options["dynamic_shapes"] = (tuple(
                    {axis: torch.export.Dim.DYNAMIC for axis in axes[name]} for name in names),)
            torch.onnx.export(
                module, inputs, path, dynamo=True, verbose=False, optimize=False,
                opset_version=opset, **options)
        else:
            if is_open:
                options["dynamic_axes"] = axes
            torch.onnx.export(
                module, inputs, path, dynamo=False, opset_version=opset,
                do_constant_folding=False, **options)
    return {name: value.numpy() for name, value in zip(names, inputs)}


def run(model, inputs, names):
    """The type and the shape of each value that a run produces."""
    whole = onnx.ModelProto()
    whole.CopyFrom(model)
    given = {output.name for output in whole.graph.output}
    whole.graph.output.extend(
        onnx.ValueInfoProto(name=name) for name in names if name not in given)
    options = onnxruntime.SessionOptions()
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_DISABLE_ALL
    options.log_severity_level = 4
    session = onnxruntime.InferenceSession(
        whole.SerializeToString(), options, providers=["CPUExecutionProvider"])
    there = {entry.name for entry in session.get_inputs()}
    values = session.run(None, {name: value for name, value in inputs.items() if name in there})
    produced = {}
    for entry, value in zip(session.get_outputs(), values):
        if isinstance(value, numpy.ndarray):
            produced[entry.name] = (value.dtype.name, list(value.shape))
    return produced


def onnx_known(model, is_open):
    """The values whose whole shape onnx.shape_inference knows, where the inputs' sizes are given."""
    fixed = onnx.ModelProto()
    fixed.CopyFrom(model)
    del fixed.graph.value_info[:]
    if is_open:
        for entry in fixed.graph.input:
            for place, size in enumerate(entry.type.tensor_type.shape.dim):
                if size.HasField("dim_param"):
                    size.dim_value = list(SIZES.values())[place]
    try:
        graph = onnx.shape_inference.infer_shapes(fixed, data_prop=True).graph
    except Exception:
        return set()
    return {
        entry.name for entry in list(graph.value_info) + list(graph.output)
        if entry.type.tensor_type.HasField("shape") and all(
            size.HasField("dim_value") for size in entry.type.tensor_type.shape.dim)
    }


def inferred(program, path, is_open):
    """The type and the shape of each value that is inferred."""
    command = [program, "shapes", path, "--format", "json"]
    if is_open:
        for symbol in symbols(path):
            command += ["--dim", symbol]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        print(done.stderr, file=sys.stderr)
        return {}
    values = json.loads(done.stdout)["models"][0]["values"]
    return {value["name"]: (value["elementType"], value["shape"]) for value in values}


def symbols(path):
    """The open sizes of a model's inputs, by their place: the batch, then the sequence."""
    found = {}
    for entry in onnx.load(path, load_external_data=False).graph.input:
        for place, size in enumerate(entry.type.tensor_type.shape.dim):
            if size.HasField("dim_param"):
                found[size.dim_param] = list(SIZES.values())[place]
    return [f"{name}={size}" for name, size in found.items()]


main()
