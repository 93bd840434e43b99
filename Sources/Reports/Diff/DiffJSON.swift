import Diffs

/// The JSON form of a diff, version 1; `docs/JSON.md` describes each key.
public struct DiffJSON: Encodable, Sendable {
  struct Side: Encodable {
    let model: String
    let device: String
    let batch: Int
    @Nullable var precision: String?
    let ceilings: String
    let boundSeconds: Double
    let isPartial: Bool
  }

  struct Layer: Encodable {
    let name: String
    let `operator`: String
    @Nullable var beforeSeconds: Double?
    @Nullable var afterSeconds: Double?
    let differenceSeconds: Double
    @Nullable var ratio: Double?
    @Nullable var beforeBound: String?
    @Nullable var afterBound: String?
    let reasons: [String]
  }

  let schemaVersion: Int
  let before: Side
  let after: Side
  let differenceSeconds: Double
  @Nullable var ratio: Double?
  let layers: [Layer]

  init(_ diff: NetworkDiff) {
    schemaVersion = EstimateJSON.schemaVersion
    before = Side(diff.before)
    after = Side(diff.after)
    differenceSeconds = diff.seconds
    ratio = diff.ratio
    layers = diff.changes.map(Layer.init)
  }
}

extension DiffJSON.Side {
  init(_ side: DiffSide) {
    self.init(
      model: side.model, device: side.device, batch: side.batch, precision: side.precision,
      ceilings: side.ceilings, boundSeconds: side.seconds, isPartial: side.isPartial)
  }
}

extension DiffJSON.Layer {
  init(_ change: NetworkDiff.Change) {
    self.init(
      name: change.name, operator: change.operatorName, beforeSeconds: change.before?.seconds,
      afterSeconds: change.after?.seconds, differenceSeconds: change.seconds, ratio: change.ratio,
      beforeBound: change.before?.bound, afterBound: change.after?.bound,
      reasons: change.reasons.map(DiffReport.sentence))
  }
}
