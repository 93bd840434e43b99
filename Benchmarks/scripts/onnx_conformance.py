"""Holds the types and shapes that `ridgeline shapes` infers against the tests of the onnx package.

Usage: onnx_conformance.py --ridgeline PROGRAM --folder FOLDER [--known FILE]

Every node case of onnx.backend.test.case.node and every model of onnx/backend/test/data is written to
FOLDER with its stored inputs. For each output of each model the type and the shape that are inferred
must be those of the stored output, where there is one, else those that the model declares. Reports in
Markdown; exits with 1 below 99 %, at a crash, or at a miss that --known gives no reason for (and at a
reason for what is no miss).
"""

import argparse
import glob
import json
import os
import shutil
import subprocess
import sys
import time
import warnings

import numpy
import onnx
from onnx import numpy_helper
from onnx.backend.test.case.node import collect_testcases

DATA_SET = "test_data_set_0"
LEAST_SHARE = 0.99


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--ridgeline", required=True)
    parser.add_argument("--folder", required=True)
    parser.add_argument("--known")
    arguments = parser.parse_args()
    warnings.filterwarnings("ignore")
    cases = prepared(arguments.folder)
    start = time.monotonic()
    found, crash = inferred(arguments.ridgeline, cases)
    seconds = time.monotonic() - start
    known = reasons(arguments.known)
    misses = [(case, miss) for case in cases if (miss := compare(case, found.get(case["path"])))]
    report(cases, misses, known, seconds)
    failures = verdict(cases, misses, known, crash)
    for failure in failures:
        print(f"\nFAIL: {failure}")
    sys.exit(1 if failures else 0)


# The cases, on disk


def prepared(folder):
    """The cases, written once for each version of the package."""
    index = os.path.join(folder, "cases.json")
    if os.path.exists(index):
        with open(index, encoding="utf-8") as file:
            stored = json.load(file)
        if stored["onnx"] == onnx.__version__:
            return stored["cases"]
    shutil.rmtree(folder, ignore_errors=True)
    cases = [node_case(case, folder) for case in collect_testcases(None)]
    cases += [model_case(path) for path in models()]
    with open(index, "w", encoding="utf-8") as file:
        json.dump({"onnx": onnx.__version__, "cases": cases}, file)
    return cases


def node_case(case, folder):
    """Writes one node case; its path and what its outputs are."""
    place = os.path.join(folder, case.name)
    os.makedirs(os.path.join(place, DATA_SET))
    path = os.path.join(place, "model.onnx")
    onnx.save(case.model, path)
    inputs, outputs = case.data_sets[0]
    for number, (value, info) in enumerate(zip(inputs, case.model.graph.input)):
        with open(os.path.join(place, DATA_SET, f"input_{number}.pb"), "wb") as file:
            file.write(message(value, info).SerializeToString())
    stored = [stored_shape(value) for value in outputs]
    return {"name": case.name, "path": path, "outputs": expected(case.model.graph, stored)}


def message(value, info):
    """The message that a value is stored as."""
    kind = info.type.WhichOneof("value")
    if isinstance(value, onnx.TensorProto):
        value.name = info.name
        return value
    if kind == "sequence_type":
        return numpy_helper.from_list(value, info.name)
    if kind == "optional_type":
        return numpy_helper.from_optional(value, info.name)
    return numpy_helper.from_array(numpy.asarray(value), info.name)


def stored_shape(value):
    """The shape of a stored value; a list of shapes for a sequence; None where there is no value."""
    if value is None:
        return None
    if isinstance(value, onnx.TensorProto):
        return {"shape": list(value.dims)}
    if isinstance(value, (list, tuple)):
        return {"elements": [list(numpy.asarray(element).shape) for element in value]}
    return {"shape": list(numpy.asarray(value).shape)}


def models():
    root = os.path.join(os.path.dirname(onnx.__file__), "backend", "test", "data")
    return sorted(glob.glob(os.path.join(root, "**", "*.onnx"), recursive=True))


def model_case(path):
    """A model of the package, with the outputs that are stored beside it."""
    graph = onnx.load(path, load_external_data=False).graph
    stored = []
    for number, info in enumerate(graph.output):
        places = [
            os.path.join(os.path.dirname(path), DATA_SET, f"output_{number}.pb"),
            f"{os.path.splitext(path)[0]}_output_{number}.pb",
        ]
        there = next((place for place in places if os.path.exists(place)), None)
        stored.append(read_shape(there, info) if there else None)
    parts = path.split(os.sep)
    return {
        "name": "/".join(parts[-3:-1]) if parts[-1] == "model.onnx" else "/".join(parts[-2:]),
        "path": path,
        "outputs": expected(graph, stored),
    }


def read_shape(path, info):
    with open(path, "rb") as file:
        data = file.read()
    if info.type.WhichOneof("value") == "sequence_type":
        sequence = onnx.SequenceProto.FromString(data)
        return {"elements": [list(tensor.dims) for tensor in sequence.tensor_values]}
    if info.type.WhichOneof("value") == "optional_type":
        optional = onnx.OptionalProto.FromString(data)
        return {"shape": list(optional.tensor_value.dims)} if optional.elem_type == 1 else None
    return {"shape": list(onnx.TensorProto.FromString(data).dims)}


def expected(graph, stored):
    """What is to be inferred of each output."""
    return [
        {"name": info.name, **declared(info), **(value or {})}
        for info, value in zip(graph.output, stored)
    ]


def declared(info):
    """The kind, the element type, and the shape as far as it is stated (None: any size)."""
    kind = info.type.WhichOneof("value")
    if kind == "tensor_type":
        tensor = info.type.tensor_type
        result = {"kind": "tensor", "type": tensor.elem_type}
        if tensor.HasField("shape"):
            result["shape"] = [
                size.dim_value if size.HasField("dim_value") else None for size in tensor.shape.dim
            ]
        return result
    if kind == "sequence_type":
        return {"kind": "sequence", "type": info.type.sequence_type.elem_type.tensor_type.elem_type}
    inner = info.type.optional_type.elem_type
    if inner.WhichOneof("value") == "sequence_type":
        type_ = inner.sequence_type.elem_type.tensor_type.elem_type
        return {"kind": "optionalSequence", "type": type_}
    return {"kind": "optional", "type": inner.tensor_type.elem_type}


# What is inferred


def inferred(program, cases):
    """The outputs of every model by path, in two processes; and their crashes, if any."""
    found = {}
    crashes = []
    for has_inputs in (True, False):
        paths = [case["path"] for case in cases if stores_inputs(case) == has_inputs]
        command = [program, "shapes", "--outputs", "--format", "json", *paths]
        command += ["--inputs", DATA_SET] if has_inputs else []
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode not in (0, 1):
            crashes.append(f"exit status {done.returncode}: {done.stderr[-500:]}")
            continue
        found.update({model["path"]: model for model in json.loads(done.stdout)["models"]})
    return found, "; ".join(crashes)


def stores_inputs(case):
    return os.path.exists(os.path.join(os.path.dirname(case["path"]), DATA_SET, "input_0.pb"))


NAMES = {
    "FLOAT": "float32", "DOUBLE": "float64", "FLOAT4E2M1": "float4",
}


def type_name(number):
    name = onnx.TensorProto.DataType.Name(number)
    return NAMES.get(name, name.lower())


def compare(case, model):
    """What of a case is missed, in words; empty where nothing is."""
    if model is None:
        return "not told"
    if model["error"]:
        return model["error"].replace(case["path"], "").strip(": ")
    values = {value["name"]: value for value in model["values"]}
    why = "; ".join(f"{layer['operator']}: {layer['reason']}" for layer in model["unknownLayers"])
    misses = [difference(output, values.get(output["name"])) for output in case["outputs"]]
    text = "; ".join(miss for miss in misses if miss)
    # What the file states stands in for what is not inferred: that counts as missed.
    return f"{text} ({why})" if text and why else text or why


def difference(output, value):
    if value is None:
        return f"{output['name']}: not told"
    wrong = []
    if value["kind"] != output["kind"]:
        wrong.append(f"a {value['kind']}, not a {output['kind']}")
    if value["elementType"] != type_name(output["type"]):
        wrong.append(f"{value['elementType']}, not {type_name(output['type'])}")
    if "elements" in output:
        if value["shapesOfElements"] != output["elements"]:
            wrong.append(f"{value['shapesOfElements']}, not {output['elements']}")
    elif "shape" in output and not agrees(value["shape"], output["shape"]):
        mark = "at most " if value["isBound"] else ""
        wrong.append(f"{mark}{value['shape']}, not {output['shape']}")
    return f"{output['name']}: {', '.join(wrong)}" if wrong else ""


def agrees(shape, wanted):
    if shape is None or len(shape) != len(wanted):
        return False
    return all(size == other for size, other in zip(shape, wanted) if other is not None)


# The verdict


def reasons(path):
    if not path:
        return {}
    with open(path, encoding="utf-8") as file:
        return json.load(file)


def report(cases, misses, known, seconds):
    right = len(cases) - len(misses)
    print("# Shapes against the onnx package's own tests\n")
    print(f"onnx {onnx.__version__}: every case of `onnx.backend.test.case.node` and every model under")
    print("`onnx/backend/test/data`, with the inputs that are stored for it. A case is right where the")
    print("type and the shape of each output are those of the stored output, else those that the model")
    print(f"declares. `make conformance` runs it.\n")
    print(f"**{right} of {len(cases)} are right, {right / len(cases):.2%}.**\n")
    if misses:
        print("| missed | difference | reason |\n| --- | --- | --- |")
    for case, miss in misses:
        reason = known.get(case["name"], "not known")
        print(f"| `{case['name']}` | {miss.replace('|', '/')} | {reason} |")
    print(f"{len(cases)} models in {seconds:.1f} s", file=sys.stderr)


def verdict(cases, misses, known, crash):
    failures = [f"the program crashed: {crash}"] if crash else []
    missed = {case["name"] for case, _ in misses}
    if len(missed) > len(cases) * (1 - LEAST_SHARE):
        failures.append(f"{len(missed)} of {len(cases)} are missed")
    failures += [f"{name} is missed, without a reason" for name in sorted(missed - set(known))]
    failures += [f"{name} has a reason and is not missed" for name in sorted(set(known) - missed)]
    return failures


main()
