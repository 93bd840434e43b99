"""Holds the report pages against the program's own JSON and tables, in a real browser.

Every control is used as a reader uses it; what the page then shows must be what the program prints
under the same choice. Pictures of each page at three sizes, and its print, are left in the folder.
"""

import argparse
import json
import pathlib
import sys

from browser import ROOT, Program, check_file, expect, failures
from controls import DEVICES, YOLO, check_chart, check_switches, check_table
from documents import check_documents, check_times
from hostile import check_hostile, check_large
from looks import check_looks
from playwright.sync_api import sync_playwright
from validator import check_validity


def check_numbers(browser):
    """The script writes each number as the reports do."""
    cases = json.loads((ROOT / "Tests/ReportsTests/Snapshots/numbers.json").read_text())
    script = (ROOT / "Sources/Charts/Page/Assets/format.js").read_text()
    page = browser.new_page()
    wrong = page.evaluate(
        f"(cases) => {{ {script}; const rules = {{ prefixed, seconds, percent, round, bytes }};"
        "return cases.flatMap(([rule, number, text]) => {"
        "const written = rules[rule](number); return written === text ? [] : [[rule, number, text, written]];"
        "}); }", cases)
    expect(not wrong, f"numbers: {wrong[:4]}")
    expect(len(cases) > 100, "there are numbers to hold")
    page.close()


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    for name in ("ridgeline", "chromium", "folder"):
        parser.add_argument(f"--{name}", required=True, type=pathlib.Path)
    chosen = parser.parse_args()
    program = Program(str(chosen.ridgeline), chosen.folder)
    single = program.page("estimate", "estimate", YOLO, "--device", DEVICES[0], "--precision", "fp16")
    several = program.page("compare", "compare", YOLO, "--devices", ",".join(DEVICES), "--precision", "fp16")
    expected = program.page(
        "expected", "compare", YOLO, "--devices", ",".join(DEVICES), "--precision", "fp16", "--runtime", "usual")
    for path in (single, several, expected):
        check_file(path, 500_000)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=str(chosen.chromium), args=["--no-sandbox"])
        check_numbers(browser)
        check_table(program, browser, single)
        check_chart(browser, single)
        check_switches(program, browser, several)
        check_switches(program, browser, expected, "--runtime", "usual")
        check_times(program, browser, chosen.folder)
        check_documents(program, browser, chosen.folder)
        check_looks(browser, single, chosen.folder)
        check_looks(browser, several, chosen.folder)
        check_hostile(program, browser, chosen.folder)
        check_large(program, browser, chosen.folder)
        browser.close()
    pictures = (ROOT / "Tests/ChartsTests/Snapshots").glob("*.svg")
    check_validity([*chosen.folder.glob("*.html"), *pictures])
    print(f"pages: {len(failures)} failures" if failures else "pages: all checks passed")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
