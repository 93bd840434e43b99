import Reports
import Testing

@Suite("Columns of a terminal")
struct TerminalColumnsTests {
  @Test(
    "text takes the columns that terminals give it",
    arguments: [
      ("", 0), ("abc", 3), ("µs – é", 6), ("│█─", 3), ("12.3 µs", 7), ("ÿĀ©®˿", 5),
      // A soft hyphen is not shown, and neither is what a Latin letter is changed by.
      ("a\u{AD}b", 2), ("é\u{301}", 1), ("©\u{FE0F}", 2), ("\u{A0}", 1),
      // Wide: han, kana, hangul, fullwidth letters.
      ("層", 2), ("畳み込み", 8), ("한글", 4), ("Ａ１", 4), ("、。", 4), ("𠀀", 2),
      // Halfwidth kana and Hebrew are not.
      ("ｶﾅ", 2), ("שלום", 4),
      // A letter with combining marks is one; marks alone are none.
      ("e\u{301}", 1), ("a\u{304}\u{301}b", 2), ("\u{200B}\u{200D}", 0),
      // Emoji: alone, joined, with a skin tone, a flag, with a variation selector.
      ("🔥", 2), ("👩‍👩‍👧‍👦", 2), ("👍🏽", 2), ("🇪🇺", 2), ("❤️", 2), ("❤", 1),
    ])
  func width(_ text: String, _ columns: Int) {
    #expect(text.columns == columns)
  }

  @Test("a cut text takes no more than its room")
  func cut() {
    #expect("層層層層".fitted(to: 8) == "層層層層")
    #expect("層層層層".fitted(to: 7) == "層層層…")
    #expect("層層層層".fitted(to: 6) == "層層…")
    #expect("abc".fitted(to: 1) == "…")
  }

  private struct Names: Report {
    var records: Records { Records(fields: [], rows: []) }
    var json: Int { 0 }
    var document: Document {
      Document([
        .table(
          Table(
            columns: [.text("名前"), .number("n")],
            rows: [["畳み込み", "1"], ["conv", "22"], ["🔥e\u{301}", "333"]]))
      ])
    }
  }

  @Test("columns of a table stand under each other, whatever is in them")
  func table() throws {
    let text = try ReportForm.table.text(of: Names())
    #expect(
      text == """
        名前        n
        畳み込み    1
        conv       22
        🔥é       333

        """)
  }
}
