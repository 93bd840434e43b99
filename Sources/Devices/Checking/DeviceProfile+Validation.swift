extension DeviceProfile {
  /// Checks that the profile makes sense: names, figures in their ranges, sources that exist,
  /// nothing twice, nothing left out without a reason.
  ///
  /// - Throws: ``DeviceError`` for the first fault, with its key path.
  public func validate() throws(DeviceError) {
    let check = ProfileCheck(profile: self)
    try check.names()
    try check.rates(compute, at: "compute")
    try check.rates(sparseCompute, at: "sparseCompute")
    try check.substitutions()
    try check.memory()
    try check.parts()
    try check.absurdities()
    try check.completeness()
  }
}
