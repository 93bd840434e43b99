/// CPUs that work together, one thread each.
package struct ProbeTeam: Sendable, Hashable {
  /// The CPUs, by the system's numbers.
  package var cpus: [Int]
  /// On how many cores they are: fewer than CPUs where a core runs several threads.
  package var cores: Int

  /// A team.
  package init(cpus: [Int], cores: Int) {
    self.cpus = cpus
    self.cores = cores
  }

  /// How many threads it has.
  package var threads: Int { cpus.count }

  /// `1 core`, `4 cores`, `4 cores, 8 threads`.
  package var name: String {
    let cores = cores == 1 ? "1 core" : "\(cores) cores"
    return threads == self.cores ? cores : "\(cores), \(threads) threads"
  }
}

extension ProbedMachine {
  /// One thread on each of the first `count` cores.
  private func team(ofCores count: Int) -> ProbeTeam {
    let chosen = cores.prefix(count)
    return ProbeTeam(cpus: chosen.compactMap(\.first), cores: chosen.count)
  }

  /// One core, with one thread; nil for a machine without any.
  package var oneCore: ProbeTeam? { cores.isEmpty ? nil : team(ofCores: 1) }

  /// All cores, a thread each.
  package var allCores: ProbeTeam { team(ofCores: cores.count) }

  /// One core and all cores, each without and with its other threads: what every kernel runs on.
  package var endTeams: [ProbeTeam] {
    let whole = cores.prefix(1).map { ProbeTeam(cpus: $0, cores: 1) }
    let all = ProbeTeam(cpus: cpus, cores: cores.count)
    return distinct((oneCore.map { [$0] } ?? []) + whole + [allCores, all])
  }

  /// The numbers of cores that matter between the two: powers of two, and where a cache, a node, a
  /// package or a kind of cores ends.
  package var middleTeams: [ProbeTeam] {
    let powers = Array(sequence(first: 2) { $0 <= self.cores.count / 2 ? $0 * 2 : nil })
    let counts = Set(powers + steps).filter { $0 > 1 && $0 < cores.count }.sorted()
    return counts.map(team(ofCores:))
  }

  /// The pairs of nodes, those with cores before all: what the first one's cores see of every node's memory,
  /// then each node's own, then the rest, which the time may not reach.
  package var nodePairs: [(cores: Node, memory: Node)] {
    let homes = nodes.filter { !$0.cpus.isEmpty }
    let pairs = homes.flatMap { home in nodes.map { (cores: home, memory: $0) } }
    let ranked = [
      pairs.filter { $0.cores == homes.first },
      pairs.filter { $0.cores != homes.first && $0.cores == $0.memory },
      pairs.filter { $0.cores != homes.first && $0.cores != $0.memory },
    ]
    return ranked.flatMap { $0 }
  }

  private func distinct(_ teams: [ProbeTeam]) -> [ProbeTeam] {
    teams.reduce(into: []) { if !$1.cpus.isEmpty && !$0.contains($1) { $0.append($1) } }
  }
}
