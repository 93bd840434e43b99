public import ArgumentParser

/// One of some named values, as an option takes it.
///
/// What the parser asks of each is answered here, where the types are known: its own answers look for the
/// types' conformances among all of the program, 3 % of the instructions of an estimate.
public protocol NamedChoice: ExpressibleByArgument, CaseIterable, RawRepresentable
where RawValue == String {}

extension NamedChoice {
  /// The names, for `--help`.
  public static var allValueStrings: [String] { allCases.map { $0.rawValue } }
  /// None: the names speak for themselves.
  public static var allValueDescriptions: [String: String] { [:] }
  /// The name.
  public var defaultValueDescription: String { rawValue }
}
