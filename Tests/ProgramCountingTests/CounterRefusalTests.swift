import Glibc
import Machine
import ProgramCounting
import Testing

/// Why nothing is counted, and what to do.
@Suite("Counters that are not there")
struct CounterRefusalTests {
  private func refusal(
    _ number: Int32, paranoid: Int?, hypervisor: String? = nil, isVirtual: Bool = false
  ) -> CounterRefusal {
    CounterRefusal(
      papiReason: "PAPI's own words", kernelReason: "the kernel's", errorNumber: number,
      paranoid: paranoid, hypervisor: Virtualization(isVirtual: isVirtual, hypervisor: hypervisor))
  }

  @Test("the explanation names the kernel's reason, PAPI's, the paranoid level and the hypervisor")
  func explanation() {
    let text = refusal(ENOENT, paranoid: 2, hypervisor: "KVM", isVirtual: true).explanation
    for part in ["the kernel's", "PAPI's own words", "perf_event_paranoid is 2", "KVM"] {
      #expect(text.contains(part))
    }
    #expect(text.contains("is not what forbids it"))
    #expect(refusal(EACCES, paranoid: 3).explanation.contains("which forbids it"))
    #expect(!refusal(ENOENT, paranoid: nil).explanation.contains("virtual"))
  }

  @Test(
    "the remedy is a command for the reason at hand",
    arguments: [
      (EACCES, 3, nil, "sudo sysctl kernel.perf_event_paranoid=2"),
      (EPERM, 4, "KVM", "sudo sysctl kernel.perf_event_paranoid=2"),
      (EPERM, 2, nil, "docker run --cap-add PERFMON"), (ENOSYS, nil, nil, "CONFIG_PERF_EVENTS"),
      (ENOENT, 2, "KVM", "-cpu host,pmu=on"), (ENOENT, 2, "VMware", "vpmc.enable"),
      (ENOENT, 2, "Hyper-V", "Set-VMProcessor"), (ENOENT, 2, "Xen", "vpmu=on"),
      (ENOENT, 2, "Parallels", "bare-metal"), (ENOENT, 2, nil, "dmesg"),
    ] as [(Int32, Int?, String?, String)])
  func remedy(number: Int32, paranoid: Int?, hypervisor: String?, part: String) {
    let refusal = refusal(
      number, paranoid: paranoid, hypervisor: hypervisor, isVirtual: hypervisor != nil)
    #expect(refusal.remedy.contains(part))
  }

  @Test("a machine either counts a loop right, or has a reason why not")
  func access() {
    let access = CounterAccess.trying()
    #expect(access.ways.isEmpty == (access.refusal != nil))
  }
}
