"""Imports torchvision, also where its compiled operators do not fit the build of torch.

torchvision attaches Python functions to its compiled operators while it is imported, and fails where
their library does not load. The benchmark only needs the networks, which use none of them: so their
names are defined first, without anything behind them.
"""

import sys

import torch

# What the import of torchvision 0.28 attaches functions to.
OPERATORS = """
nms roi_align _roi_align_backward roi_pool _roi_pool_backward ps_roi_align _ps_roi_align_backward
ps_roi_pool _ps_roi_pool_backward deform_conv2d _deform_conv2d_backward qnms qroi_align
""".split()

_library = None


def import_torchvision():
    """The module torchvision."""
    try:
        import torchvision
    except RuntimeError:
        _forget("torchvision")
        _define_operators()
        import torchvision
    return torchvision


def _forget(package):
    for name in [name for name in sys.modules if name.split(".")[0] == package]:
        del sys.modules[name]


def _define_operators():
    global _library  # The definitions last as long as this object.
    _library = torch.library.Library("torchvision", "DEF")
    for name in OPERATORS:
        _library.define(f"{name}(Tensor input) -> Tensor")
