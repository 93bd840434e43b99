"""Counts the work of one ONNX file with onnx-tool: what a user of it would write.

Usage: count_with_onnx_tool.py FILE
Prints the multiply-accumulates and the parameters.
"""

import sys

import onnx_tool

graph = onnx_tool.Model(sys.argv[1]).graph
graph.shape_infer()
graph.profile()
print(int(graph.macs[0]), int(graph.params))
