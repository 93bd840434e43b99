import ModelGraph

extension WireWriter {
  /// A model with something of all that is read: what the tests cut and damage.
  static let everything: [UInt8] = bytes { model in
    model.number(1, 8)
    model.text(2, "test")
    model.message(7) { graph in
      graph.text(2, "everything")
      graph.value(11, "x", [.symbol("batch"), .fixed(3), .fixed(8), .fixed(8)])
      graph.value(11, "w", [.fixed(4), .fixed(3), .fixed(3), .fixed(3)])
      graph.value(11, "flag", type: 9, [])
      graph.value(12, "y", [.symbol("batch"), .unknown])
      graph.value(13, "m", [.fixed(1), .fixed(4), .fixed(8), .fixed(8)])
      graph.storeTensors()
      graph.connect()
    }
    model.message(8) { $0.number(2, 17) }
    model.message(8) { set in
      set.text(1, "com.microsoft")
      set.number(2, 1)
    }
    model.bytes(
      25,
      function(
        "Twice", ["a"], ["c"],
        [
          node("Softmax", ["a"], ["b"]) { $0.reference("axis", to: "axis") },
          node("Add", ["b", "b"], ["c"]),
        ]))
  }

  private mutating func storeTensors() {
    tensor("w", type: 1, [4, 3, 3, 3]) { tensor in
      for (key, value) in [("location", "w.bin"), ("length", "432")] {
        tensor.message(13) { entry in
          entry.text(1, key)
          entry.text(2, value)
        }
      }
      tensor.number(14, 1)
    }
    tensor("scales", type: 1, [4]) { tensor in
      for scale: Float in [1, 1, 2, 2] { tensor.float(4, scale) }
    }
    tensor("starts", type: 7, [1]) { $0.packed(7, [0]) }
    tensor("ends", type: 6, [1]) { $0.rawData([Int32(2)]) }
    tensor("half", type: 10, [1]) { $0.packed(5, [0x3C00]) }
    message(15) { sparse in
      sparse.tensor(1, "sparse", type: 1, [2]) { $0.rawData([UInt32(0), 0]) }
      sparse.tensor(2, "", type: 7, [2]) { $0.rawData([Int64(1), 5]) }
      sparse.packed(3, [256, 10])
    }
  }

  private mutating func connect() {
    node("Conv", ["x", "w"], ["h"], name: "conv") { node in
      node.attribute("kernel_shape", type: 7) { $0.packed(8, [3, 3]) }
      node.attribute("pads", type: 7) { list in
        for _ in 0..<4 { list.number(8, 1) }
      }
      node.attribute("auto_pad", type: 3) { $0.text(4, "NOTSET") }
      node.attribute("group", type: 2) { $0.number(3, 1) }
    }
    node("Mystery", ["h"], ["m"], domain: "com.microsoft")
    node("LeakyRelu", ["m"], ["h1"]) { $0.attribute("alpha", type: 1) { $0.float(2, 0.1) } }
    node("Resize", ["h1", "", "scales"], ["h2"]) {
      $0.attribute("mode", type: 3) { $0.text(4, "nearest") }
    }
    node("MaxPool", ["h2"], ["h3", ""]) { node in
      node.attribute("kernel_shape", type: 7) { $0.packed(8, [2, 2]) }
      node.attribute("strides", type: 7) { $0.packed(8, [2, 2]) }
    }
    node("Shape", ["h3"], ["s"])
    node("Slice", ["s", "starts", "ends"], ["s1"])
    node("Constant", [], ["rest"]) { node in
      node.attribute("value_ints", type: 7) { $0.packed(8, [-1]) }
    }
    node("Gather", ["s1", "first"], ["s2"])
    node("Constant", [], ["first"]) { node in
      node.attribute("value", type: 4) { $0.tensor("", type: 7, [1]) { $0.packed(7, [0]) } }
    }
    node("Concat", ["s2", "rest"], ["s3"]) { $0.attribute("axis", type: 2) { $0.number(3, 0) } }
    node("Reshape", ["h3", "s3"], ["flat"])
    node("MatMul", ["flat", "sparse"], ["product"])
    node("Twice", ["product"], ["doubled"], domain: "local") {
      $0.attribute("axis", type: 2) { $0.number(3, 1) }
    }
    chooseAndRepeat()
  }

  /// A branch and a loop, whose bodies read what is made around them.
  private mutating func chooseAndRepeat() {
    tensor("trips", type: 7, [], { $0.packed(7, [3]) })
    node("If", ["flag"], ["chosen"]) { node in
      node.subgraph("then_branch") { branch in
        branch.node("Relu", ["doubled"], ["z"])
        branch.value(12, "z", nil)
      }
      node.subgraph("else_branch") { $0.value(12, "doubled", nil) }
    }
    node("Loop", ["trips", "", "chosen"], ["y", "all"]) { node in
      node.subgraph("body") { body in
        body.value(11, "trip", type: 7, [])
        body.value(11, "going", type: 9, [])
        body.value(11, "state", [.unknown, .fixed(10)])
        body.node("Identity", ["going"], ["goes"])
        body.node("Add", ["state", "product"], ["next"])
        for output in ["goes", "next", "next"] { body.value(12, output, nil) }
      }
    }
  }
}
