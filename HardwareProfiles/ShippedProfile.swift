/// A profile that comes with the program: what a listing shows of it, and its text.
///
/// This folder is a target, so that its build notices every profile that comes, changes or goes; a
/// build-tool plugin writes the list `shippedProfiles` from the files beside this one.
package struct ShippedProfile: Sendable {
  /// The device's unique name, which is also its file's.
  package let id: String
  /// The name that people read.
  package let name: String
  /// Who makes or sells it.
  package let vendor: String
  /// What sort of device it is.
  package let kind: String
  /// The year of its release, where the profile says it.
  package let year: Int?
  /// Other names that it is found by.
  package let aliases: [String]
  /// The whole profile, as compact JSON.
  package let text: String
}
