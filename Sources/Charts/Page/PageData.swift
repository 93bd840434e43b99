import Devices
import Operators
import Reports
import Roofline

/// What a page's script reads: every number of the report, each column once.
struct PageData: Encodable {
  let models: [ModelData]
  let variants: [VariantData]
  let devices: [DeviceData]
  let results: [ResultData]
  let kinds: [KindData]
  let layouts: [LayoutData]
  let columns: [[Int]]
  let times: [[Double]]
  let notes: [[String]]
  let measured: [MeasuredData]
  let failed: [[String]]
  let radii = RadiiData()
  let star = Symbol.star.path(at: Point(0, 0), radius: 100)

  init(_ variants: [PageVariant], failed: [FailedDevice], measured: [MeasuredMark]) {
    var pool = ColumnPool()
    let estimates = variants.flatMap(\.estimates)
    var devices: [DeviceProfile] = []
    for estimate in estimates where !devices.contains(where: { $0.id == estimate.device.id }) {
      devices.append(estimate.device)
    }
    let choice = estimates.first?.ceilings ?? .datasheet
    let kinds = KindTable(variants)
    let models = Set(variants.map(\.model)).sorted().map { model in
      PageModel(variants.filter { $0.model == model })
    }
    self.models = models.map { ModelData($0, kinds: kinds, pool: &pool) }
    self.variants = variants.map { VariantData($0, classes: models[$0.model].classes, pool: &pool) }
    self.devices = devices.map { DeviceData($0, ceilings: choice) }
    results = variants.enumerated().flatMap { place, variant in
      variant.estimates.map { estimate in
        ResultData(
          estimate, of: variant, place: place,
          device: devices.firstIndex { $0.id == estimate.device.id } ?? 0,
          classes: models[variant.model].classes, pool: &pool)
      }
    }
    self.kinds = kinds.kinds
    layouts = LayoutData.all(estimates, devices: devices, ceilings: choice, measured: measured)
    columns = pool.columns
    times = pool.times
    notes = pool.notes
    self.measured = measured.map(MeasuredData.init)
    self.failed = failed.map { [$0.id, $0.reason] }
  }
}

/// The radii of marks, in pixels.
struct RadiiData: Encodable {
  let whole = MarkDrawing.radii.whole
  let smallest = MarkDrawing.radii.smallest
}

/// Something that was measured.
struct MeasuredData: Encodable {
  let name: String
  let flops: Double
  let bytes: Double
  let seconds: Double

  init(_ mark: MeasuredMark) {
    name = TextForm.printable(mark.name)
    flops = mark.flops
    bytes = mark.bytes
    seconds = mark.seconds
  }
}

/// Columns of numbers, equal ones once.
struct ColumnPool {
  private(set) var columns: [[Int]] = []
  private(set) var times: [[Double]] = []
  private(set) var notes: [[String]] = []
  private var places: [[Int]: Int] = [:]
  private var placesOfTimes: [[Double]: Int] = [:]
  private var placesOfNotes: [[String]: Int] = [:]

  /// The place of a column.
  mutating func place(of column: [Int]) -> Int {
    Self.place(of: column, in: &columns, &places)
  }

  /// The place of a column of times.
  mutating func place(ofTimes column: [Double]) -> Int {
    Self.place(of: column, in: &times, &placesOfTimes)
  }

  /// The place of a layer's notes.
  mutating func place(ofNotes list: [String]) -> Int {
    Self.place(of: list, in: &notes, &placesOfNotes)
  }

  private static func place<Value: Hashable>(
    of value: Value, in all: inout [Value], _ places: inout [Value: Int]
  ) -> Int {
    if let place = places[value] { return place }
    places[value] = all.count
    all.append(value)
    return all.count - 1
  }
}
