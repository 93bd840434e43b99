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
