import Testing

@Suite("ridgeline machine, as users run it")
struct MachineCommandTests {
  @Test(
    "with PAPI of another version it says which was found and which is needed, and goes on",
    .enabled(if: BuiltProgram.path != nil, "the program is not built"),
    .enabled(if: BuiltProgram.pretendedVersion != nil, "there is no C compiler"))
  func otherPAPI() throws {
    let result = try BuiltProgram.run(
      ["machine"], variables: ["LD_PRELOAD": BuiltProgram.pretendedVersion ?? ""])
    #expect(result.status == 0)
    let line = result.output.split(separator: "\n").first { $0.contains("PAPI of version") }
    #expect(
      line?.contains("PAPI of version 5.7.0 was found, and this program was built for ") == true)
  }

  @Test(
    "without PAPI's library it says so in the loader's words, and goes on",
    .enabled(if: BuiltProgram.path != nil, "the program is not built"),
    .enabled(if: BuiltProgram.pretendedAbsence != nil, "there is no C compiler"))
  func absentPAPI() throws {
    let result = try BuiltProgram.run(
      ["machine"], variables: ["LD_PRELOAD": BuiltProgram.pretendedAbsence ?? ""])
    #expect(result.status == 0)
    let line = result.output.split(separator: "\n").first { $0.contains("PAPI cannot be loaded: ") }
    #expect(line?.contains("libpapi-that-is-absent.so: ") == true)
  }
}

@Suite(
  "ridgeline probe, as users run it",
  .enabled(if: BuiltProgram.path != nil, "the program is not built"))
struct ProbeCommandTests {
  @Test(
    "a file that cannot be written is told before anything is measured",
    arguments: ["--profile", "--raw", "--output"])
  func noFolder(_ option: String) throws {
    for path in ["/proc/self/absent/slices", "/proc"] {
      let result = try BuiltProgram.run(["probe", "--budget", "1", option, path])
      #expect(result.status == 1)
      #expect(result.output == "")
      // What is measured is kept, which is said.
      #expect(!result.errors.contains("local is kept"))
      #expect(result.errors.contains(path))
      #expect(result.errors.split(separator: "\n").count == 1)
    }
  }
}
