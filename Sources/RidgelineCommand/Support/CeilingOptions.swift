import ArgumentParser
public import Devices

/// Whose figures a network is held against.
struct CeilingOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "What layers are held against: datasheet (published peaks: the time is a bound) or achieved "
        + "(the highest that was measured, where it is known: the time is an estimate).",
      valueName: "figures"),
    completion: .list(CeilingChoice.allCases.map(\.rawValue)))
  var ceilings: CeilingChoice = .datasheet
}

extension CeilingChoice: NamedChoice {}
