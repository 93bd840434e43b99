/// Every convention that is known. One that is not named here does not exist.
public enum CountConventions {
  /// The conventions, one line each.
  package static let all: [any CountConvention] = [
    TorchvisionConvention(),
    FvcoreConvention(),
    ThopConvention(),
    PtflopsConvention(),
    OnnxToolConvention(),
    DarknetConvention(),
    UltralyticsConvention(),
  ]

  /// How Ridgeline itself counts, for the comparison.
  package static let own: any CountConvention = RidgelineConvention()

  /// What is known of each, in the order of the table.
  public static var descriptions: [ConventionDescription] { all.map(\.description) }

  /// The names, as the command line takes them.
  public static var names: [String] { descriptions.map(\.name) }
}
