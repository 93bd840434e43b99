"""ONNX files for the pages' checks, written byte by byte: names and sizes as hostile as need be."""


def varint(value):
    out = bytearray()
    while value > 127:
        out.append(value & 127 | 128)
        value >>= 7
    out.append(value)
    return bytes(out)


def field(number, value):
    """A field of protobuf's wire format: a number, a text, or a message."""
    if isinstance(value, int):
        return varint(number << 3) + varint(value)
    data = value.encode("utf-8", "surrogatepass") if isinstance(value, str) else value
    return varint(number << 3 | 2) + varint(len(data)) + data


def value_info(name, shape):
    dims = b"".join(field(1, field(1, size)) for size in shape)
    return field(1, name) + field(2, field(1, field(1, 1) + field(2, dims)))


def node(name, operator, inputs, outputs):
    ends = b"".join(field(1, i) for i in inputs) + b"".join(field(2, o) for o in outputs)
    return ends + field(3, name) + field(4, operator)


def weight(name, shape):
    """A weight whose file is absent: only its size counts."""
    place = field(13, field(1, "location") + field(2, "absent.bin")) + field(14, 1)
    return b"".join(field(1, size) for size in shape) + field(2, 1) + field(8, name) + place


def model(path, name, nodes, inputs, outputs, weights=()):
    graph = b"".join(field(1, n) for n in nodes) + field(2, name)
    graph += b"".join(field(5, w) for w in weights)
    graph += b"".join(field(11, i) for i in inputs) + b"".join(field(12, o) for o in outputs)
    with open(path, "wb") as file:
        file.write(field(1, 8) + field(7, graph) + field(8, field(1, "") + field(2, 17)))


def hostile(path, names):
    """A chain of Relus with the given names, in a graph named as the first."""
    nodes = [node(n, "Relu", [f"t{i}"], [f"t{i + 1}"]) for i, n in enumerate(names)]
    model(path, names[0], nodes, [value_info("t0", [1, 64])], [value_info(f"t{len(names)}", [1, 64])])


def chain(path, layers):
    """Matrix products, no two of the same size."""
    sizes = [64 + i for i in range(layers + 1)]
    nodes = [
        node(f"/encoder/block.{i}/attention/projection/MatMul", "MatMul", [f"t{i}", f"w{i}"], [f"t{i + 1}"])
        for i in range(layers)
    ]
    weights = [weight(f"w{i}", sizes[i:i + 2]) for i in range(layers)]
    model(
        path, "chain", nodes, [value_info("t0", [1, sizes[0]])],
        [value_info(f"t{layers}", [1, sizes[-1]])], weights)
