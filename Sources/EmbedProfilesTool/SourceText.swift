/// The Swift source that holds the profiles.
enum SourceText {
  /// What stands before the entries.
  static let header = """
    // Written by EmbedProfilesTool from HardwareProfiles; change the profiles, not this file.

    /// The profiles that come with the program, sorted by ID.
    package let shippedProfiles: [ShippedProfile] = [

    """

  /// What stands before the entries of other texts.
  static let headerOfTexts = """
    // Written by EmbedProfilesTool; change the files beside the target, not this one.

    /// The files that come with the program, sorted by name.
    package let embeddedTexts: [EmbeddedText] = [

    """

  /// What stands after the entries.
  static let footer = "]\n"

  /// One entry of the list.
  static func entry(_ profile: EmbeddedProfile) -> String {
    let summary = profile.summary
    let aliases = (summary.aliases ?? []).map(literal).joined(separator: ", ")
    return """
        ShippedProfile(
          id: \(literal(summary.id)), name: \(literal(summary.name)),
          vendor: \(literal(summary.vendor)), kind: \(literal(summary.kind)),
          year: \(summary.year.map { "\($0)" } ?? "nil"), aliases: [\(aliases)],
          text: \(multilineLiteral(profile.text))),

      """
  }

  /// One entry of the list of other texts.
  static func entry(_ text: PlainText) -> String {
    "  EmbeddedText(name: \(literal(text.name)), text: \(multilineLiteral(text.text))),\n"
  }

  private static func literal(_ text: String) -> String {
    let escaped = text.unicodeScalars.map { $0.escaped(asASCII: false) }.joined()
    return "\"\(escaped)\""
  }

  /// A raw literal, its delimiter longer than any run of `#` in the text.
  private static func multilineLiteral(_ text: String) -> String {
    let hashes = String(repeating: "#", count: longestRun(of: "#", in: text) + 1)
    return "\(hashes)\"\"\"\n\(text)\n\"\"\"\(hashes)"
  }

  private static func longestRun(of character: Character, in text: String) -> Int {
    var longest = 0
    var run = 0
    for next in text {
      run = next == character ? run + 1 : 0
      longest = max(longest, run)
    }
    return longest
  }
}
