import LatencyModels
public import MeasuredProfiles
import ModelGraph
public import Operators

extension MeasuredOperator {
  /// The operators of a network that a runtime's profile tells the times of.
  ///
  /// Of several layers that were fused into one the contraction stands for all, else the one that
  /// moves most. What only looks at its input in another way is left out, and so is what took less than
  /// the profile's own resolution of a microsecond.
  public static func all(
    in match: ProfileMatch, of layers: [LayerWork]
  ) -> [MeasuredOperator] {
    match.pairs.compactMap { pair in
      let fused = pair.layers.map { layers[$0] }
      guard pair.measured.seconds >= 1e-6,
        let main = fused.max(by: { weight($0) < weight($1) }), main.work.bytes > 0
      else { return nil }
      var work = main.work
      // What a fused layer reads beside what the main one makes: the other side of a sum.
      for other in fused where other.index != main.index && other.producers.count > 1 {
        work.inputBytes += other.work.outputBytes
      }
      return MeasuredOperator(
        name: main.name, kernel: main.kernel, work: work,
        format: NumberFormat(main.computeType), reuse: .activations,
        seconds: pair.measured.seconds)
    }
  }

  private static func weight(_ layer: LayerWork) -> (Int, Int) {
    (layer.work.macs, layer.work.bytes)
  }
}
