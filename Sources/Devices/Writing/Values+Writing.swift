extension Double {
  /// The number as JSON5 spells it.
  var json5: String {
    isNaN ? "NaN" : isInfinite ? (self < 0 ? "-Infinity" : "Infinity") : engineering
  }
}

extension Sourced {
  /// The figure on one line.
  var json5: String {
    JSON5Text.object([
      ("value", value.json5), ("source", source.json5), ("note", note?.json5),
    ])
  }
}

extension ComputeRate {
  /// The rate on one line.
  var json5: String {
    JSON5Text.object([
      ("unit", unit.rawValue.json5), ("precision", precision.rawValue.json5),
      ("flopsPerSecond", flopsPerSecond.json5), ("accumulate", accumulate?.rawValue.json5),
      ("operationsPerUnitPerClock", operationsPerUnitPerClock?.json5),
      ("clockHertz", clockHertz?.json5),
    ])
  }
}

extension Fallback {
  /// The substitution on one line.
  var json5: String {
    JSON5Text.object([
      ("from", from.rawValue.json5), ("to", to.rawValue.json5), ("reason", reason.json5),
      ("source", source.json5),
    ])
  }
}

extension MemoryLevel {
  /// The level on one line; the scope only where it is not the whole device.
  var json5: String {
    JSON5Text.object([
      ("level", level.json5), ("name", name?.json5), ("bytes", bytes?.json5),
      ("bytesPerSecond", bytesPerSecond?.json5),
      ("readBytesPerSecond", readBytesPerSecond?.json5),
      ("writeBytesPerSecond", writeBytesPerSecond?.json5),
      ("latencySeconds", latencySeconds?.json5), ("busBits", busBits?.json5),
      ("transfersPerSecond", transfersPerSecond?.json5),
      ("scope", scope == .device ? nil : scope.rawValue.json5),
    ])
  }
}

extension Structure {
  /// The structure on one line.
  var json5: String {
    JSON5Text.object([
      ("chips", chips?.json5), ("computeUnits", computeUnits?.json5),
      ("vectorUnit", vectorUnit?.json5), ("matrixUnit", matrixUnit?.json5),
      ("matrixArray", matrixArray?.json5),
      ("clockHertz", clockHertz?.json5), ("matrixClockHertz", matrixClockHertz?.json5),
      ("devicesPerNode", devicesPerNode?.json5), ("devicesPerPod", devicesPerPod?.json5),
    ])
  }
}

extension MatrixArray {
  /// The array on one line.
  var json5: String { JSON5Text.object([("rows", rows.json5), ("columns", columns.json5)]) }
}

extension ComputeUnits {
  /// The units on one line.
  var json5: String {
    JSON5Text.object([("name", name.json5), ("count", count?.json5)])
  }
}

extension Link {
  /// The link on one line.
  var json5: String {
    JSON5Text.object([
      ("name", name.json5), ("topology", topology?.json5),
      ("bytesPerSecondPerDirection", bytesPerSecondPerDirection?.json5),
      ("bytesPerSecondBidirectional", bytesPerSecondBidirectional?.json5),
    ])
  }
}

extension Achieved {
  /// The measurement on one line.
  var json5: String {
    JSON5Text.object([
      ("metric", metric.json5), ("value", value.json5), ("conditions", conditions?.json5),
      ("source", source.json5),
    ])
  }
}

extension UnknownFigures {
  /// The reasons on one line.
  var json5: String {
    JSON5Text.object([
      ("compute", compute?.json5), ("memory", memory?.json5),
      ("memoryBandwidth", memoryBandwidth?.json5),
    ])
  }
}
