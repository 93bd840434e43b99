import Machine
import Testing

/// What the kernel tells, from recorded trees.
@Suite("The state of a system")
struct SystemTests {
  @Test(
    "the control group's limits, of either version, and of every group above",
    arguments: [
      // cgroup v2: half a core, 512 MiB.
      (
        [
          "proc/self/cgroup": "0::/job\n", "sys/fs/cgroup/job/cpu.max": "50000 100000\n",
          "sys/fs/cgroup/job/memory.max": "536870912\n",
        ], 0.5, 536_870_912
      ),
      // The limit is on the group above.
      (
        [
          "proc/self/cgroup": "0::/a/b\n", "sys/fs/cgroup/a/cpu.max": "150000 100000",
          "sys/fs/cgroup/a/b/cpu.max": "max 100000", "sys/fs/cgroup/a/memory.max": "max",
        ], 1.5, nil
      ),
      // Version 1.
      (
        [
          "proc/self/cgroup": "4:memory:/m\n2:cpu,cpuacct:/c\n",
          "sys/fs/cgroup/cpu/c/cpu.cfs_quota_us": "200000",
          "sys/fs/cgroup/cpu/c/cpu.cfs_period_us": "100000",
          "sys/fs/cgroup/memory/m/memory.limit_in_bytes": "1073741824",
          "sys/fs/cgroup/memory/memory.limit_in_bytes": "9223372036854771712",
        ], 2.0, 1_073_741_824
      ),
      // No limit, as version 1 writes it.
      (
        [
          "proc/self/cgroup": "2:cpu:/\n", "sys/fs/cgroup/cpu/cpu.cfs_quota_us": "-1",
          "sys/fs/cgroup/cpu/cpu.cfs_period_us": "100000",
        ], nil, nil
      ),
      // What makes no sense is no limit.
      (
        [
          "proc/self/cgroup": "0::/../..\nnonsense\n", "sys/fs/cgroup/cpu.max": "0 0",
          "sys/fs/cgroup/memory.max": "99999999999999999999",
        ], nil, nil
      ),
      ([:], nil, nil),
    ] as [([String: String], Double?, Int?)])
  func controlGroup(tree: [String: String], processors: Double?, bytes: Int?) throws {
    let group = try Fixture.withSystem(tree) { ControlGroup.reading($0) }
    #expect(group == ControlGroup(processors: processors, bytes: bytes, availableBytes: bytes))
  }

  @Test("what is left of a limit is the least that any group above leaves")
  func availableMemory() throws {
    let tree = [
      "proc/self/cgroup": "0::/a/b\n",
      "sys/fs/cgroup/a/b/memory.max": "1000000", "sys/fs/cgroup/a/b/memory.current": "100000",
      "sys/fs/cgroup/a/memory.max": "2000000", "sys/fs/cgroup/a/memory.current": "1500000",
    ]
    let group = try Fixture.withSystem(tree) { ControlGroup.reading($0) }
    #expect(group.bytes == 1_000_000)
    // 900,000 of the inner group's, 500,000 of the outer one's.
    #expect(group.availableBytes == 500_000)
  }

  @Test("periods that a quota held back are summed over the groups, and unknown where none tells")
  func throttled() throws {
    let tree = [
      "proc/self/cgroup": "0::/a\n",
      "sys/fs/cgroup/a/cpu.stat": "usage_usec 5\nnr_periods 9\nnr_throttled 4\n",
      "sys/fs/cgroup/cpu.stat": "nr_throttled 3\n",
    ]
    #expect(try Fixture.withSystem(tree) { ControlGroup.throttledPeriods($0) } == 7)
    #expect(try Fixture.withSystem([:]) { ControlGroup.throttledPeriods($0) } == nil)
  }

  @Test("half a core is what a process can use, whatever the topology shows")
  func halfACore() throws {
    let tree = ["proc/self/cgroup": "0::/\n", "sys/fs/cgroup/cpu.max": "50000 100000"]
    let topology = try Topology.synthetic("core:4 pu:2")
    let machine = try Fixture.withSystem(tree) { files in
      MachineDescription(
        topology: topology, processor: .reading(topology, files: files),
        system: .reading(
          files, counters: CounterAvailability(version: nil, components: [], reason: "none"),
          counterTrial: .refused(reason: "none")))
    }
    #expect(machine.usableProcessors == 0.5)
    #expect(machine.notes.contains { $0.contains("0.5 of 8 processors") })
  }

  @Test("memory, in bytes; a number that is too large is not known")
  func memory() throws {
    let tree = [
      "proc/meminfo": """
      MemTotal:       16384 kB
      MemAvailable:    8192 kB
      SwapTotal:       1024 kB
      SwapFree:        1000 kB
      HugePages_Free:      7
      Hugepagesize:   9223372036854775807 kB
      garbage
      """,
      "sys/kernel/mm/transparent_hugepage/enabled": "always [madvise] never\n",
    ]
    let state = try Fixture.withSystem(tree) { MemoryState.reading($0) }
    #expect(state.bytes == 16_777_216)
    #expect(state.availableBytes == 8_388_608)
    // (1,024 − 1,000) · 1,024
    #expect(state.swappedBytes == 24_576)
    #expect(state.freeHugePages == 7)
    #expect(state.hugePageBytes == nil)
    #expect(state.transparentHugePages == "madvise")
  }

  @Test("what is left of the limits of addresses and of data is the least of both")
  func limits() throws {
    let limits = """
      Limit                     Soft Limit           Hard Limit           Units
      Max data size             unlimited            unlimited            bytes
      Max address space         2147483648           unlimited            bytes
      """
    let status = "Name:\tx\nVmSize:\t 1048576 kB\nVmData:\t 1024 kB\n"
    var tree = ["proc/self/limits": limits, "proc/self/status": status]
    // 2 GiB less 1 GiB.
    #expect(try Fixture.withSystem(tree) { MemoryState.reading($0) }.limitBytes == 1 << 30)
    // 3 MiB of data less 1 MiB.
    tree["proc/self/limits"] = limits.replacing("size             unlimited", with: "size 3145728")
    #expect(try Fixture.withSystem(tree) { MemoryState.reading($0) }.limitBytes == 2 << 20)
    tree["proc/self/limits"] = "Max address space unlimited unlimited bytes"
    #expect(try Fixture.withSystem(tree) { MemoryState.reading($0) }.limitBytes == nil)
    #expect(try Fixture.withSystem([:]) { MemoryState.reading($0) }.limitBytes == nil)
  }

  @Test(
    "a virtual machine is told by the processor's signature, its flags, or the firmware",
    arguments: [
      ([:], "KVMKVMKVM", true, "KVM"), ([:], "", false, nil),
      ([:], "NewVisor", true, "NewVisor"),
      (["proc/cpuinfo": "flags : fpu hypervisor\n"], "", true, nil),
      (["sys/class/dmi/id/sys_vendor": "QEMU\n"], "", true, "QEMU"),
      (["sys/hypervisor/type": "xen\n"], "", true, "xen"),
    ] as [([String: String], String, Bool, String?)])
  func virtual(tree: [String: String], signature: String, isVirtual: Bool, name: String?) throws {
    let found = try Fixture.withSystem(tree) { Virtualization.reading($0, signature: signature) }
    #expect(found == Virtualization(isVirtual: isVirtual, hypervisor: name))
  }

  @Test("governors, each once, and the load")
  func governors() throws {
    let folder = "sys/devices/system/cpu"
    let tree = [
      "\(folder)/cpu0/cpufreq/scaling_governor": "powersave\n",
      "\(folder)/cpu1/cpufreq/scaling_governor": "powersave\n",
      "\(folder)/cpufreq/x": "", "proc/loadavg": "1.25 0.5 0.1 1/100 7\n",
    ]
    let state = try Fixture.withSystem(tree) { files in
      SystemState.reading(
        files, counters: CounterAvailability(version: nil, components: [], reason: "none"),
        counterTrial: .refused(reason: "none"))
    }
    #expect(state.governors == ["powersave"])
    #expect(state.load == 1.25)
  }
}
