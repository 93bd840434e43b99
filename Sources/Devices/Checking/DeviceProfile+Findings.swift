extension DeviceProfile {
  /// Holds the figures of a valid profile against each other: rates against units × operations ×
  /// clock, dense against sparse ones, the memory's bandwidth against its bus, ridge points and the
  /// order of the precisions.
  ///
  /// ``validate()`` comes first: what it refuses is not looked at here.
  public func findings() -> [ProfileFinding] {
    let consistency = ProfileConsistency(profile: self)
    return consistency.derivedRates() + consistency.sparsity() + consistency.buses()
      + consistency.ridgePoints() + consistency.order()
  }
}
