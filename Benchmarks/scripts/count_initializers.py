#!/usr/bin/env python3
"""What ONNX files hold, counted with the `onnx` package alone: an independent check of the reader.

    python3 Benchmarks/scripts/count_initializers.py MODEL.onnx...

prints for each file: its name; its nodes that are no Constant; the Constants; the initialisers; the
elements of the distinct initialisers that are floating-point numbers.
"""

import sys
from math import prod
from pathlib import Path

import onnx

FLOATS = {
    onnx.TensorProto.FLOAT,
    onnx.TensorProto.DOUBLE,
    onnx.TensorProto.FLOAT16,
    onnx.TensorProto.BFLOAT16,
}


def count(path):
    graph = onnx.load(path, load_external_data=False).graph
    constants = [node for node in graph.node if node.op_type == "Constant"]
    shapes = {t.name: t.dims for t in graph.initializer if t.data_type in FLOATS}
    elements = sum(prod(dims) for dims in shapes.values())
    return (
        len(graph.node) - len(constants),
        len(constants),
        len(graph.initializer),
        elements,
    )


for name in sys.argv[1:]:
    print(Path(name).stem, *count(name))
