import ModelGraph
import OperatorFiles
import Operators
import Testing

/// The language of formulas.
@Suite("Formulas of operators")
struct FormulaTests {
  @Test(
    "a formula makes what arithmetic makes",
    arguments: [
      // 1 + 2·3, (1 + 2)·3, from the left: 20 − 5 − 3, 100 / 7 / 2 = 14 / 2.
      ("1 + 2 * 3", [7]), ("(1 + 2) * 3", [9]), ("20 - 5 - 3", [12]), ("100 / 7 / 2", [7]),
      // Down: −7 / 2 = −4, and the remainder has the divisor's sign: −7 = −4·2 + 1.
      ("0 - (-7) / 2", [4]), ("(-7) % 2", [1]), ("7 % 4", [3]), ("- -3", [3]),
      ("ceildiv(7, 2)", [4]), ("ceildiv(8, 2)", [4]), ("0 - ceildiv(-7, 2)", [3]),
      ("min(4, 2, 3)", [2]), ("max(4, 9, 3)", [9]),
      ("in0.dim(0)", [2]), ("in0.dim(-1)", [5]), ("in0.shape[1]", [3]), ("in0.rank", [3]),
      ("in0.elements", [30]), ("product(in0.shape)", [30]), ("sum(in0.shape)", [10]),
      ("count(in0.shape)", [3]),
      ("in0.shape", [2, 3, 5]), ("in0.shape[1:]", [3, 5]), ("in0.shape[:-1]", [2, 3]),
      ("in0.shape[-2:9]", [3, 5]), ("in0.shape[2:1]", []), ("in0.shape[1:][0]", [3]),
      ("broadcast(in0.shape, in0.shape[:0])", [2, 3, 5]),
      ("attr.n", [4]), ("attr.list", [6, 7]), ("attr.list[1]", [7]),
      ("1 < 2", [1]), ("2 <= 1", [0]), ("3 == 3", [1]), ("3 != 3", [0]), ("1 + 1 > 1", [1]),
      ("if(in0.present, 8, in7.dim(0))", [8]), ("if(in1.present, in1.dim(0), 6)", [6]),
      ("9223372036854775807 / 9223372036854775807", [1]),
    ] as [(String, [Int])])
  func value(formula: String, expected: [Int]) throws {
    #expect(try OwnModel.dimension(formula) == expected)
  }

  @Test("an attribute of the layer goes before the default")
  func attribute() throws {
    let given: [String: AttributeValue] = ["n": .integer(9), "must": .integer(2)]
    #expect(try OwnModel.dimension("attr.n + attr.must", attributes: given) == [11])
  }

  @Test(
    "what a formula cannot make is an error that names the layer and the formula",
    arguments: [
      ("1 / 0", "a division by zero"), ("1 % 0", "a division by zero"),
      ("ceildiv(1, 0)", "a division by zero"),
      ("9223372036854775807 + 1", "passes 2⁶³ − 1"), ("9223372036854775807 * 2", "passes 2⁶³ − 1"),
      ("(0 - 9223372036854775807 - 1) / (0 - 1)", "passes 2⁶³ − 1"),
      ("(0 - 9223372036854775807 - 1) % (0 - 1)", "passes 2⁶³ − 1"),
      ("-(0 - 9223372036854775807 - 1)", "passes 2⁶³ − 1"),
      ("in0.dim(3)", "[3] of a list of 3"), ("in0.dim(-4)", "[-4] of a list of 3"),
      ("in5.dim(0)", "the layer has no in5"), ("attr.must", "the layer has no attribute must"),
      ("2 - 5", "a dimension of -3"), ("broadcast(in0.shape, attr.list)", "do not broadcast"),
      ("281474976710657", "cannot exist"),
    ])
  func failure(formula: String, message: String) throws {
    let error = #expect(throws: OperatorError.self) { try OwnModel.dimension(formula) }
    #expect(error?.description.contains(message) == true, "\(error?.description ?? "")")
    #expect(error?.description.hasPrefix("layer layer (com.example.Try, node 0): ") == true)
    #expect(error?.description.contains("\n") == false)
  }

  @Test(
    "what is no formula is an error with the column and what to do",
    arguments: [
      ("", "expected a number, a name or ( at column 1"), ("1 +", "at column 4"),
      ("1 2", "expected an operator at column 3"), ("(1", "expected ) at column 3"),
      ("1.5", "expected an operator at column 2"), ("1e6", "no whole number below 2^63"),
      ("9223372036854775808", "no whole number below 2^63"),
      ("in0.shpe", "did you mean shape?"), ("i0.shape", "i0 is not known"),
      ("attr.lst", "did you mean list?"), ("out0.dim(0)", "out0 is not known"),
      ("cieldiv(1, 2)", "did you mean ceildiv?"), ("in0", "expected a point and a name"),
      ("in0.shape + 1", "a list where a number is due"), ("product(3)", "a number where a list"),
      ("min(1)", "expected 2 arguments of min"), ("if(1, 2, 3, 4)", "expected 3 arguments of if"),
      ("1 = 2", "a character that no formula has"), ("in0.shape[]", "expected a number"),
      ("3[0]", "a number where a list is due"), ("\u{1F600}", "a character that no formula has"),
    ])
  func syntax(formula: String, message: String) throws {
    let error = #expect(throws: OperatorFileError.self) { try OwnModel.dimension(formula) }
    #expect(error?.description.contains(message) == true, "\(error?.description ?? "")")
    #expect(error?.keyPath == "operators[0].outputs[0].shape[0]")
    #expect(error?.line == 3)
  }

  @Test(
    "a hostile formula is refused, and nothing hangs or overflows the stack",
    arguments: [
      String(repeating: "(", count: 1900), String(repeating: "-", count: 1900) + "1",
      Array(repeating: "1", count: 999).joined(separator: "+"), String(repeating: "1", count: 5000),
      String(repeating: "min(1,", count: 300), "1" + String(repeating: "[0]", count: 600),
    ])
  func hostile(formula: String) {
    #expect(throws: OperatorFileError.self) { try OwnModel.dimension(formula) }
  }

  @Test("arguments are worked out once, however deep they stand")
  func nested() throws {
    let deep = String(repeating: "ceildiv(", count: 30) + "in0.dim(0)"
    #expect(try OwnModel.dimension(deep + String(repeating: ", 1)", count: 30)) == [2])
  }
}
