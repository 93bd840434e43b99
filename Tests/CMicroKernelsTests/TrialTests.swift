import CMicroKernels
import Glibc
import Testing

@Suite("Trials in a child process")
struct TrialTests {
  @Test("a run that ends well works")
  func works() {
    #expect(rl_try({ RL_SUPPORT_YES }, { _ in }, nil) == RL_TRIAL_WORKS)
  }

  @Test("what the CPU or the system does not grant is not tried, and says which of them")
  func unsupported() {
    #expect(rl_try({ RL_SUPPORT_NO_CPU }, { _ in _exit(1) }, nil) == RL_TRIAL_NO_CPU)
    #expect(rl_try({ RL_SUPPORT_NO_REGISTERS }, { _ in _exit(1) }, nil) == RL_TRIAL_NO_REGISTERS)
    #expect(
      rl_try({ RL_SUPPORT_NO_PERMISSION }, { _ in _exit(1) }, nil) == RL_TRIAL_NO_PERMISSION)
  }

  @Test("an illegal instruction ends the child and nothing else")
  func illegalInstruction() {
    let body: @convention(c) (UnsafeMutableRawPointer?) -> Void = { _ in raise(SIGILL) }
    #expect(rl_try({ RL_SUPPORT_YES }, body, nil) == RL_TRIAL_ILLEGAL_INSTRUCTION)
  }

  @Test("any other end of the child is a crash", arguments: [SIGSEGV, SIGFPE, SIGKILL])
  func crash(_ signal: Int32) {
    var signal = signal
    let body: @convention(c) (UnsafeMutableRawPointer?) -> Void = { context in
      if let context { raise(context.load(as: Int32.self)) }
    }
    #expect(rl_try({ RL_SUPPORT_YES }, body, &signal) == RL_TRIAL_CRASHED)
  }
}
