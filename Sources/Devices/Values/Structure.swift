/// What a device is made of.
public struct Structure: Sendable, Hashable {
  /// Chips, where the profile describes several as one: a pod slice, a card of four.
  public var chips: Sourced?
  /// The units that the device repeats: its cores, SMs, CUs, MXUs.
  public var computeUnits: ComputeUnits?
  /// The SIMD unit of one compute unit, in words.
  public var vectorUnit: String?
  /// The matrix unit of one compute unit, in words; nil where there is none.
  public var matrixUnit: String?
  /// The size of the systolic array in one compute unit.
  public var matrixArray: MatrixArray?
  /// The clock that the vector rates hold at, in hertz.
  public var clockHertz: Sourced?
  /// The clock that the matrix rates hold at, in hertz, where it is another.
  public var matrixClockHertz: Sourced?
  /// Devices in one server: a host, a board of modules.
  public var devicesPerNode: Sourced?
  /// Devices that the vendor's own links reach, at most: a pod, a rack.
  public var devicesPerPod: Sourced?

  /// A structure; leave out what is not known.
  public init(
    chips: Sourced? = nil, computeUnits: ComputeUnits? = nil, vectorUnit: String? = nil,
    matrixUnit: String? = nil, matrixArray: MatrixArray? = nil, clockHertz: Sourced? = nil,
    matrixClockHertz: Sourced? = nil, devicesPerNode: Sourced? = nil,
    devicesPerPod: Sourced? = nil
  ) {
    self.chips = chips
    self.computeUnits = computeUnits
    self.vectorUnit = vectorUnit
    self.matrixUnit = matrixUnit
    self.matrixArray = matrixArray
    self.clockHertz = clockHertz
    self.matrixClockHertz = matrixClockHertz
    self.devicesPerNode = devicesPerNode
    self.devicesPerPod = devicesPerPod
  }
}

extension Structure: Codable {
  enum CodingKeys: String, CodingKey, CaseIterable {
    case chips, computeUnits, vectorUnit, matrixUnit, matrixArray, clockHertz, matrixClockHertz
    case devicesPerNode, devicesPerPod
  }

  /// Reads the object; a key that is not known is an error.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.strictContainer(CodingKeys.self)
    chips = try fields.decodeIfPresent(Sourced.self, forKey: .chips)
    computeUnits = try fields.decodeIfPresent(ComputeUnits.self, forKey: .computeUnits)
    vectorUnit = try fields.decodeIfPresent(String.self, forKey: .vectorUnit)
    matrixUnit = try fields.decodeIfPresent(String.self, forKey: .matrixUnit)
    matrixArray = try fields.decodeIfPresent(MatrixArray.self, forKey: .matrixArray)
    clockHertz = try fields.decodeIfPresent(Sourced.self, forKey: .clockHertz)
    matrixClockHertz = try fields.decodeIfPresent(Sourced.self, forKey: .matrixClockHertz)
    devicesPerNode = try fields.decodeIfPresent(Sourced.self, forKey: .devicesPerNode)
    devicesPerPod = try fields.decodeIfPresent(Sourced.self, forKey: .devicesPerPod)
  }
}

/// How many of which unit a device repeats.
public struct ComputeUnits: Sendable, Hashable {
  /// What its vendor calls one: `SM`, `CU`, `core`, `MXU`.
  public var name: String
  /// How many the whole device has; a whole number.
  public var count: Sourced?

  /// Units of a name.
  public init(name: String, count: Sourced? = nil) {
    self.name = name
    self.count = count
  }
}

extension ComputeUnits: Codable {
  enum CodingKeys: String, CodingKey, CaseIterable { case name, count }

  /// Reads the object; a key that is not known is an error.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.strictContainer(CodingKeys.self)
    name = try fields.decode(String.self, forKey: .name)
    count = try fields.decodeIfPresent(Sourced.self, forKey: .count)
  }
}
