import CMicroKernels
import Glibc
import Testing

@Suite("Trials in a child process")
struct TrialTests {
  @Test("a run that ends well works")
  func works() {
    #expect(rl_try({ true }, { _ in }, nil) == RL_TRIAL_WORKS)
  }

  @Test("what the CPU does not claim to have is not tried")
  func unsupported() {
    #expect(rl_try({ false }, { _ in _exit(1) }, nil) == RL_TRIAL_UNSUPPORTED)
  }

  @Test("an illegal instruction ends the child and nothing else")
  func illegalInstruction() {
    let body: @convention(c) (UnsafeMutableRawPointer?) -> Void = { _ in raise(SIGILL) }
    #expect(rl_try({ true }, body, nil) == RL_TRIAL_ILLEGAL_INSTRUCTION)
  }

  @Test("any other end of the child is a crash", arguments: [SIGSEGV, SIGFPE, SIGKILL])
  func crash(_ signal: Int32) {
    var signal = signal
    let body: @convention(c) (UnsafeMutableRawPointer?) -> Void = { context in
      if let context { raise(context.load(as: Int32.self)) }
    }
    #expect(rl_try({ true }, body, &signal) == RL_TRIAL_CRASHED)
  }
}
