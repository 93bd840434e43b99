import Foundation
import RidgelineCounting
import Testing

/// Counting from within a program.
@Suite("Counting from within a program", .serialized)
struct CountingTests {
  private static func touch(pages: Int) {
    let size = sysconf(Int32(_SC_PAGESIZE))
    let place = mmap(
      nil, pages * size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)
    guard let place, place != MAP_FAILED else { return }
    madvise(place, pages * size, MADV_NOHUGEPAGE)
    for page in 0..<pages { place.storeBytes(of: 1, toByteOffset: page * size, as: UInt8.self) }
    munmap(place, pages * size)
  }

  @Test(
    "page faults of the calling thread are counted, and what a function returns comes through",
    .enabled(if: ProgramCounterTests.isCounted, "the kernel's events are not counted here"))
  func callingThread() throws {
    let counted = try counting(.software) {
      Self.touch(pages: 3_000)
      return "done"
    }
    #expect(counted.value == "done")
    #expect(counted.seconds > 0)
    #expect((3_000..<4_000).contains(try #require(counted["page-faults"])))
    #expect(counted["flops"] == nil)
    #expect(counted.metrics.allSatisfy { $0.share == 1 && !$0.about.isEmpty })
  }

  @Test(
    "a thread that comes meanwhile is counted with all threads, and not with the calling one",
    .enabled(if: ProgramCounterTests.isCounted, "the kernel's events are not counted here"))
  func allThreads() throws {
    let inThread = {
      let thread = Thread { Self.touch(pages: 5_000) }
      thread.start()
      while !thread.isFinished { usleep(100) }
    }
    #expect(try #require(try counting(.software, threads: .all, inThread)["page-faults"]) >= 5_000)
    #expect(try #require(try counting(.software, inThread)["page-faults"]) < 5_000)
  }

  @Test("calls may be nested")
  func nested() throws {
    guard ProgramCounterTests.isCounted else { return }
    let outer = try counting(.software) {
      Self.touch(pages: 1_000)
      return try counting(.software) { Self.touch(pages: 500) }["page-faults"] ?? 0
    }
    #expect((500..<1_000).contains(outer.value))
    #expect(try #require(outer["page-faults"]) >= 1_500)
  }

  @Test("FLOPs are counted, or why not is said before anything runs")
  func flops() {
    var hasRun = false
    do {
      let counted = try counting(.flops) { hasRun = true }
      #expect(counted["flops"] != nil || !counted.metrics.isEmpty)
    } catch {
      #expect(!hasRun)
      #expect("\(error)".contains("cannot be counted"))
    }
  }

  @Test("an error of the function comes through, and a region is nothing but its function here")
  func errors() throws {
    struct Failure: Error {}
    #expect(throws: Failure.self) { try region("r") { throw Failure() } }
    #expect(region("r") { 7 } == 7)
    if ProgramCounterTests.isCounted {
      #expect(throws: Failure.self) { try counting(.software) { throw Failure() } }
    }
  }
}
