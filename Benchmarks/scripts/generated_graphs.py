"""Graphs of any number of nodes, for measurements of how time grows with it."""

from onnx import TensorProto, helper, save as save_model


class Builder:
    """A graph that grows node by node."""

    def __init__(self):
        self.nodes = []
        self.initializers = []

    def node(self, kind, inputs, **settings):
        """Adds a node with one output, whose name it returns."""
        output = f"t{len(self.nodes)}"
        self.nodes.append(
            helper.make_node(kind, inputs, [output], name=f"node_{len(self.nodes)}", **settings))
        return output

    def integers(self, values):
        """Adds a stored vector of integers, whose name it returns."""
        name = f"i{len(self.initializers)}"
        self.initializers.append(
            helper.make_tensor(name, TensorProto.INT64, [len(values)], values))
        return name


def chain(builder, size):
    """Element-wise operators, one after the other, over a batch that is open."""
    last = "x"
    for place in range(size):
        kind = ("Relu", "Add", "Sigmoid", "Mul")[place % 4]
        last = builder.node(kind, [last] if place % 2 == 0 else [last, "x"])
    return last


def residual(builder, size):
    """Blocks of a product with weights of their own, a function and a sum with the block's input."""
    last = "x"
    while len(builder.nodes) + 3 <= size:
        weight = f"w{len(builder.initializers)}"
        builder.initializers.append(
            helper.make_tensor(weight, TensorProto.FLOAT, [64, 64], bytes(4 * 64 * 64), raw=True))
        product = builder.node("MatMul", [last, weight])
        last = builder.node("Add", [builder.node("Relu", [product]), last])
    return filled(builder, last, size)


def wide(builder, size):
    """Branches of the same tensor, all of which stay alive until one node joins them."""
    branches = [builder.node("Relu", ["x"]) for _ in range(size - 1)]
    return builder.node("Concat", branches, axis=1)


def shapes(builder, size):
    """Views whose shapes the graph computes: Shape, Gather, Concat, Reshape."""
    zero, rest = builder.integers([0]), builder.integers([8, 8])
    last = "x"
    while len(builder.nodes) + 4 <= size:
        shape = builder.node("Shape", [last])
        batch = builder.node("Gather", [shape, zero], axis=0)
        last = builder.node("Reshape", [last, builder.node("Concat", [batch, rest], axis=0)])
    while len(builder.nodes) < size - 1:
        last = builder.node("Relu", [last])
    return builder.node("Flatten", [last])


def conditions(builder, size):
    """Conditions that are known only while the model runs, one after the other: four nodes each."""
    last = "x"
    bound = "bound"
    builder.initializers.append(helper.make_tensor(bound, TensorProto.FLOAT, [], [0.5]))
    for place in range(size // 4):
        condition = builder.node(
            "Greater", [builder.node("ReduceSum", [last], keepdims=0), bound])
        last = builder.node(
            "If", [condition], then_branch=branch(f"then{place}", "Relu", last),
            else_branch=branch(f"else{place}", "Sigmoid", last))
    return last


def branch(name, kind, given):
    """A graph without inputs of its own, of one node."""
    output = helper.make_tensor_value_info(f"{name}_y", TensorProto.FLOAT, None)
    return helper.make_graph(
        [helper.make_node(kind, [given], [f"{name}_y"], name=f"{name}_node")], name, [], [output])


def loops(builder, size):
    """Loops of three trips one after the other: three nodes each."""
    builder.initializers += [
        helper.make_tensor("trips", TensorProto.INT64, [], [3]),
        helper.make_tensor("go", TensorProto.BOOL, [], [1]),
    ]
    last = "x"
    for place in range(size // 3):
        name = f"l{place}"
        body = helper.make_graph(
            [
                helper.make_node("Relu", [f"{name}_in"], [f"{name}_out"], name=f"{name}_node"),
                helper.make_node("Identity", [f"{name}_go"], [f"{name}_on"], name=f"{name}_id"),
            ],
            name,
            [
                helper.make_tensor_value_info(f"{name}_trip", TensorProto.INT64, []),
                helper.make_tensor_value_info(f"{name}_go", TensorProto.BOOL, []),
                helper.make_tensor_value_info(f"{name}_in", TensorProto.FLOAT, None),
            ],
            [
                helper.make_tensor_value_info(f"{name}_on", TensorProto.BOOL, []),
                helper.make_tensor_value_info(f"{name}_out", TensorProto.FLOAT, None),
            ])
        last = builder.node("Loop", ["trips", "go", last], body=body)
    return last


def filled(builder, last, size):
    """Element-wise operators until the graph has its size."""
    while len(builder.nodes) < size:
        last = builder.node("Relu", [last])
    return last


GRAPHS = {
    "chain": chain, "residual": residual, "wide": wide, "shapes": shapes, "conditions": conditions,
    "loops": loops,
}


def save(name, size, path):
    """Writes the graph called `name` with `size` nodes."""
    builder = Builder()
    result = GRAPHS[name](builder, size)
    graph = helper.make_graph(
        builder.nodes, name,
        [helper.make_tensor_value_info("x", TensorProto.FLOAT, ["batch", 64])],
        [helper.make_tensor_value_info(result, TensorProto.FLOAT, None)],
        initializer=builder.initializers)
    save_model(helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)]), path)
