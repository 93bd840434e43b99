extension ProfileTree {
  /// What a profile does not take over from its base: the base's own names, and what was measured on
  /// it, which holds for nothing that differs.
  private static let notInherited = ["id", "aliases", "achieved", basedOnKey]

  /// The lists whose elements are matched, and by which keys.
  private static let identities: [String: [String]] = [
    "compute": ["unit", "precision"], "sparseCompute": ["unit", "precision"],
    "fallbacks": ["from"], "memory": ["level"], "links": ["name"],
  ]

  /// This profile with the changes of `overlay`.
  ///
  /// Objects are merged key by key; a figure (an object with a `value`) is replaced whole, so that no
  /// note or source of the old one stays with the new; `null` takes a key away. Elements of the known
  /// lists are matched by their keys, new ones appended; notes are appended. All else is replaced.
  func profile(changedBy overlay: ProfileTree) -> ProfileTree {
    guard var members, let changes = overlay.members else { return overlay }
    for key in Self.notInherited { members[key] = nil }
    for (key, change) in changes where key != Self.basedOnKey {
      members[key] = Self.merged(members[key], change, key: key)
    }
    return .object(members)
  }

  private static func merged(_ old: ProfileTree?, _ new: ProfileTree, key: String) -> ProfileTree? {
    if new == .null { return nil }
    guard let old else { return new }
    switch (old, new) {
    case (.list(let before), .list(let after)):
      if key == "notes" { return .list(before + after.filter { !before.contains($0) }) }
      guard let identity = identities[key] else { return new }
      return .list(merged(before, after, by: identity))
    case (.object(let before), .object(let after)) where after["value"] == nil:
      return .object(merged(before, after))
    default: return new
    }
  }

  private static func merged(
    _ before: [String: ProfileTree], _ after: [String: ProfileTree]
  ) -> [String: ProfileTree] {
    var members = before
    for (key, change) in after { members[key] = merged(members[key], change, key: key) }
    return members
  }

  private static func merged(
    _ before: [ProfileTree], _ after: [ProfileTree], by identity: [String]
  ) -> [ProfileTree] {
    var elements = before
    for element in after {
      guard let changes = element.members else {
        elements.append(element)
        continue
      }
      let match = elements.firstIndex { candidate in
        identity.allSatisfy { key in
          changes[key] != nil && candidate.members?[key] == changes[key]
        }
      }
      if let match, let members = elements[match].members {
        elements[match] = .object(merged(members, changes))
      } else {
        elements.append(element)
      }
    }
    return elements
  }
}
