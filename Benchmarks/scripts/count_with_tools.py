"""What the well-known counters say of a network: each run as its users run it.

Usage: count_with_tools.py NAME FILE.onnx
Prints one JSON object: for each tool the figure that it prints, or the reason why it prints none.
"""

import contextlib
import io
import json
import sys
import warnings

from networks import build


def with_torchvision(name, _):
    """torchvision's documented figure: half of what PyTorch's FlopCounterMode counts, since that
    counts two for a multiply-accumulate.

    Without gradients PyTorch takes a fused path through attention that the counter does not see, and
    so it does on a CPU; torchvision's documented figures are of neither.
    """
    from torch.nn.attention import SDPBackend, sdpa_kernel
    from torch.utils.flop_counter import FlopCounterMode

    network, given = build(name)
    with sdpa_kernel(SDPBackend.MATH), FlopCounterMode(display=False) as counter:
        network(given)
    return counter.get_total_flops() // 2


def with_fvcore(name, _):
    from fvcore.nn import FlopCountAnalysis

    network, given = build(name)
    analysis = FlopCountAnalysis(network, given)
    analysis.unsupported_ops_warnings(False)
    analysis.uncalled_modules_warnings(False)
    return int(analysis.total())


def with_thop(name, _):
    from thop import profile

    network, given = build(name)
    return int(profile(network, inputs=(given,), verbose=False)[0])


def with_ptflops(name, _):
    from ptflops import get_model_complexity_info

    network, given = build(name)
    # Without its own input the tool would make one of floating-point numbers.
    argument = "tokens" if given.dtype.is_floating_point is False else None
    argument = argument or ("sequence" if name == "lstm" else None)
    maker = (lambda _: {argument: given}) if argument else None
    macs, _ = get_model_complexity_info(
        network, tuple(given.shape[1:]), as_strings=False, print_per_layer_stat=False,
        input_constructor=maker)
    return macs


def with_onnx_tool(_, path):
    import onnx_tool

    graph = onnx_tool.Model(path).graph
    graph.shape_infer()
    graph.profile()
    return int(graph.macs[0])


TOOLS = {
    "torchvision": with_torchvision,
    "fvcore": with_fvcore,
    "thop": with_thop,
    "ptflops": with_ptflops,
    "onnx-tool": with_onnx_tool,
}


def main():
    name, path = sys.argv[1:]
    warnings.simplefilter("ignore")
    figures = {}
    for tool, count in TOOLS.items():
        try:
            # The tools talk; standard output is for the figures.
            with contextlib.redirect_stdout(io.StringIO()):
                figures[tool] = count(name, path)
        except Exception as failure:  # Whatever stops a tool is its answer.
            figures[tool] = f"{type(failure).__name__}: {failure}".splitlines()[0]
    print(json.dumps(figures))


main()
