"""Holds the report pages against the program's own JSON and tables, in a real browser.

Every control is used as a reader uses it; what the page then shows must be what the program prints
under the same choice. Pictures of each page at three sizes, and its print, are left in the folder.
"""

import argparse
import base64
import hashlib
import json
import pathlib
import re
import subprocess
import sys
import xml.dom.minidom

import html5lib
import models
from playwright.sync_api import sync_playwright

SIZES = {"wide": (1440, 900), "tablet": (820, 1100), "phone": (390, 844)}
HOSTILE = [
    "</title></script><script>document.title='broken'</script>", '"><img src=x onerror=alert(1)>',
    "' onload='alert(1)", "]]><!--", "&lt;b&gt;", "\u202edesrever\u202c", "\u05e9\u05dc\u05d5\u05dd",
    "\U0001f468\u200d\U0001f469\u200d\U0001f467", "\x00\x1b[2J\x07\u2028", "${alert(1)}{{x}}", "=1+1",
    "a" * 10_000, " ",
]
ROOT = pathlib.Path(__file__).resolve().parents[2]
YOLO = str(ROOT / "Examples/yolov3.cfg")
DEVICES = ["nvidia-a100-sxm-80gb", "nvidia-t4", "google-tpu-v4"]

failures = []


def expect(condition, what):
    if not condition:
        failures.append(what)
        print(f"FAILED: {what}", flush=True)


class Program:
    """The program under test."""

    def __init__(self, path, folder):
        self.path, self.folder = path, folder

    def run(self, *arguments):
        done = subprocess.run([self.path, *arguments], capture_output=True, text=True, check=False)
        if done.returncode:
            sys.exit(f"{' '.join(arguments)[:300]}: {done.stderr[:1000]}")
        return done.stdout

    def json(self, *arguments):
        return json.loads(self.run(*arguments, "--format", "json"))

    def page(self, name, *arguments):
        path = self.folder / f"{name}.html"
        self.run(*arguments, "--format", "html", "--output", str(path))
        return path

    def rows(self, *arguments):
        """The cells of the program's own table of layers, without the total."""
        text = self.run(*arguments, "--format", "markdown")
        lines = [line for line in text.splitlines() if line.startswith("| ")]
        cells = [re.split(r"(?<!\\) \| ", line[2:-2]) for line in lines]
        plain = [[re.sub(r"\\(.)", r"\1", cell).strip() for cell in row] for row in cells]
        return [row for row in plain if re.fullmatch(r"\d+", row[0])]


class Page:
    """A page in the browser, with everything that it complains of."""

    def __init__(self, browser, path, size=(1440, 900), **options):
        self.context = browser.new_context(viewport={"width": size[0], "height": size[1]}, **options)
        self.page = self.context.new_page()
        self.path, self.complaints, self.requests = path, [], []
        self.page.on("console", lambda message: self.complaints.append(message.text))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("dialog", lambda dialog: self.complaints.append(dialog.message))
        self.page.on("request", lambda request: self.requests.append(request.url))
        self.page.goto(path.as_uri())
        self.page.wait_for_selector("html[data-ready]", state="attached", timeout=20_000)

    def close(self):
        expect(not self.complaints, f"{self.path.name} says {self.complaints[:3]}")
        expect(len(self.requests) == 1, f"{self.path.name} asks for {self.requests[1:4]}")
        self.context.close()

    def all_rows(self):
        # Rows come as the browser finds time; the page's policy forbids to wait by an expression.
        for _ in range(600):
            made = self.page.locator("#layers tbody tr").count()
            if made >= int(self.page.inner_text("#count").split(" ")[0]):
                break
            self.page.wait_for_timeout(50)
        return self.page.evaluate(
            "[...document.querySelectorAll('#layers tbody tr')].map(r => [...r.children]"
            ".map(c => c.textContent.trim()))")

    def choose(self, control, label):
        self.page.select_option(f"#{control}", label=label)


def check_file(path, most_bytes):
    text = path.read_text(encoding="utf-8")
    expect(len(text.encode()) < most_bytes, f"{path.name} has {len(text.encode())} bytes")
    try:
        html5lib.HTMLParser(strict=True).parse(text)
    except html5lib.html5parser.ParseError as error:
        expect(False, f"{path.name} is no valid HTML: {error}")
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', text).group(1)
    expect("unsafe" not in policy and policy.startswith("default-src 'none'"), f"policy: {policy}")
    for element in ("style", "script"):
        body = re.search(f"<{element}>(.*?)</{element}>", text, re.S).group(1)
        digest = base64.b64encode(hashlib.sha256(body.encode()).digest()).decode()
        expect(f"{element}-src 'sha256-{digest}'" in policy, f"{path.name}: the hash of its {element}")


def check_switches(program, browser, path):
    """Switching device, precision and batch shows what the program prints of that choice."""
    page = Page(browser, path)
    names = dict(page.page.evaluate(
        "JSON.parse(document.getElementById('data').textContent).devices.map(d => [d.id, d.name])"))
    for device, precision, batch in [
        (DEVICES[0], "fp16", "1"), (DEVICES[1], "fp16", "8"), (DEVICES[2], "fp16", "8"),
        (DEVICES[0], "bf16", "8"), (DEVICES[0], "fp16", "64"),
    ]:
        options = page.page.locator("#precision option").all_inner_texts()
        if precision not in options:
            continue
        page.choose("device", names[device])
        page.choose("precision", precision)
        page.choose("batch", batch)
        command = ["estimate", YOLO, "--device", device, "--precision", precision, "--batch", batch]
        shown, printed = page.all_rows(), program.rows(*command)
        expect(shown == printed, f"rows of {device} {precision} {batch}: "
               f"{next(((a, b) for a, b in zip(shown, printed) if a != b), len(shown))}")
        facts = page.page.locator("#facts dd").all_inner_texts()
        expect(any(fact.strip() == batch for fact in facts), f"facts of {device}: {facts[:4]}")
        dots = page.page.locator("#dots path").count()
        drawable = [row for row in program.json(*command)["layers"] if row["flops"] and row["boundSeconds"]]
        expect(dots == len(drawable), f"{dots} marks of {len(drawable)} layers on {device}")
    page.page.check("#all")
    expect(page.page.locator("#stars path").count() == len(DEVICES), "a star for each device")
    page.page.locator("#devices tbody button").nth(2).click()
    slowest = max(DEVICES, key=lambda d: program.json(
        "estimate", YOLO, "--device", d, "--precision", "fp16", "--batch", "64")["totals"]["boundSeconds"])
    expect(page.page.locator("#device option:checked").inner_text() == names[slowest], "slowest last")
    page.close()


def check_table(program, browser, path):
    """Sorting and filtering give the layers of the JSON, in its order of numbers."""
    layers = program.json(
        "estimate", YOLO, "--device", DEVICES[0], "--precision", "fp16")["layers"]
    page = Page(browser, path)
    for title, key in [("time", "boundSeconds"), ("MACs", "macs"), ("weights", "weightBytes"),
                       ("inputs", "inputBytes"), ("params", "parameters")]:
        head = page.page.locator("#layers thead button", has_text=title)
        for is_falling in (True, False):
            head.click()
            sign = -1 if is_falling else 1
            want = [str(row["index"]) for row in sorted(layers, key=lambda r: (sign * r[key], r["index"]))]
            expect([row[0] for row in page.all_rows()] == want, f"sorted by {title}, {is_falling}")
    sort = page.page.locator("#layers thead th[aria-sort=ascending]").inner_text()
    expect("params" in sort, f"the head says {sort}")
    kinds = sorted({row["operator"] for row in layers})
    for kind in kinds:
        box = page.page.locator("#kinds li", has_text=f"{kind} ×").locator("input")
        box.uncheck()
        shown = {row[2] for row in page.all_rows()}
        expect(shown == set(kinds) - {kind}, f"without {kind} the table has {shown}")
        box.check()
    page.page.click("#no-kind")
    expect(page.page.locator("#dots path").count() == 0, "no kind, no marks")
    page.page.click("#every-kind")
    page.page.fill("#search", "SHORTCUT")
    want = [row for row in layers if "shortcut" in (row["name"] + row["operator"]).lower()]
    expect(len(page.all_rows()) == len(want), "the search finds the shortcuts")
    time = sum(row["boundSeconds"] for row in want) / sum(row["boundSeconds"] for row in layers)
    expect(f"{time * 100:.1f} %" in page.page.inner_text("#count"), page.page.inner_text("#count"))
    page.close()


def check_chart(browser, path):
    """Pointing, clicking, keys and zoom do what they say."""
    page = Page(browser, path)
    chart = page.page.locator("#chart")
    mark = page.page.locator("#dots path").first
    index = mark.get_attribute("data-layer")
    box = mark.bounding_box()
    middle = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.page.mouse.move(*middle)
    facts = page.page.inner_text("#layer-facts")
    expect("MACs" in facts and "FLOP/B" in facts and "= " in facts, f"pointing shows {facts[:80]}")
    page.page.mouse.click(*middle)
    clicked = page.page.locator("#layers tr.selected")
    expect(clicked.count() == 1 and clicked.is_visible(), "a click selects one row")
    expect(page.page.evaluate("document.activeElement.closest('tr') !== null"), "the row has the focus")
    expect(index is not None, "marks name their layers")
    page.page.click("#back")
    chart.press("Escape")
    expect(page.page.inner_text("#layer-title") == "No layer is selected", "Escape selects nothing")
    chart.press("ArrowDown")
    slowest = page.page.evaluate("document.querySelector('#layers tr.selected').dataset.layer")
    chart.press("ArrowDown")
    chart.press("ArrowUp")
    again = page.page.evaluate("document.querySelector('#layers tr.selected').dataset.layer")
    expect(slowest == again, "down and up come back")
    chart.press("Enter")
    expect(page.page.evaluate("document.activeElement.closest('tr')?.dataset.layer") == again, "Enter")
    before = mark.get_attribute("transform")
    page.page.click("#zoom-in")
    page.page.click("#zoom-in")
    expect(mark.get_attribute("transform") != before, "the zoom moves the marks")
    expect_no_overlap(page, "zoomed")
    page.page.click("#zoom-reset")
    expect(mark.get_attribute("transform") == before, "the zoom goes back")
    page.close()


OVERLAPS = """() => {
  const turned = (text) => {
    const box = text.getBBox(), matrix = text.getScreenCTM();
    const at = (x, y) => new DOMPoint(x, y).matrixTransform(matrix);
    return [at(box.x, box.y), at(box.x + box.width, box.y),
            at(box.x + box.width, box.y + box.height), at(box.x, box.y + box.height)];
  };
  const apart = (a, b) => [[a[0], a[1]], [a[1], a[2]], [b[0], b[1]], [b[1], b[2]]].some(([p, q]) => {
    const normal = [q.y - p.y, p.x - q.x];
    const shadow = (corners) => corners.map((c) => c.x * normal[0] + c.y * normal[1]);
    const [s, t] = [shadow(a), shadow(b)];
    return Math.max(...s) <= Math.min(...t) || Math.max(...t) <= Math.min(...s);
  });
  const faults = [];
  for (const id of ["chart", "memory"]) {
    const drawing = document.getElementById(id), paper = drawing.getBoundingClientRect();
    const texts = [...drawing.querySelectorAll("text")].filter((t) => !t.closest("#pointer"))
      .map((t) => [t.textContent, turned(t), Boolean(t.closest("#names"))]);
    texts.forEach(([name, box, isMoved], i) => {
      const isOut = box.some((c) => c.x < paper.left - 1 || c.x > paper.right + 1 ||
        c.y < paper.top - 1 || c.y > paper.bottom + 1);
      if (isOut && !isMoved) faults.push(`${name} is cut`);
      for (const [other, its, itMoves] of texts.slice(0, i)) {
        if (isMoved === itMoves && !apart(box, its)) faults.push(`${name} overlaps ${other}`);
      }
    });
  }
  const wide = document.documentElement;
  if (wide.scrollWidth > wide.clientWidth) faults.push(`the page is ${wide.scrollWidth} wide`);
  for (const part of document.querySelectorAll("#tiles *, #kinds .number, h2, form label, #facts dd")) {
    if (part.scrollWidth > part.clientWidth + 1 && getComputedStyle(part).display !== "inline") {
      faults.push(`cut: ${part.textContent.slice(0, 40)}`);
    }
  }
  const boxes = [...document.querySelectorAll("h2, .tile, #controls label, .buttons button, #kinds li")]
    .map((e) => [e.textContent.slice(0, 30), e.getBoundingClientRect()]).filter(([, b]) => b.width);
  boxes.forEach(([name, a], i) => boxes.slice(0, i).forEach(([other, b]) => {
    if (a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom - 1 && b.top < a.bottom - 1) {
      faults.push(`${name} lies on ${other}`);
    }
  }));
  return faults;
}"""


def expect_no_overlap(page, where):
    faults = page.page.evaluate(OVERLAPS)
    expect(not faults, f"{page.path.name}, {where}: {faults[:4]}")


def check_looks(browser, path, folder):
    """Nothing overlaps and nothing is cut, at three sizes, in the dark, and on paper."""
    for name, size in SIZES.items():
        for scheme in ("light", "dark"):
            page = Page(browser, path, size, color_scheme=scheme)
            expect_no_overlap(page, f"{name} {scheme}")
            page.page.screenshot(path=str(folder / f"{path.stem}-{name}-{scheme}.png"), full_page=True)
            page.close()
    page = Page(browser, path)
    page.page.pdf(path=str(folder / f"{path.stem}.pdf"), prefer_css_page_size=True)
    expect((folder / f"{path.stem}.pdf").stat().st_size > 10_000, "the print has pages")
    page.close()


def check_hostile(program, browser, folder):
    path = folder / "hostile.onnx"
    models.hostile(path, HOSTILE)
    made = program.page("hostile", "estimate", str(path), "--device", DEVICES[0])
    check_file(made, 500_000)
    page = Page(browser, made)
    expect(page.page.title() != "broken", "the title is not the script's")
    shown = [row[1] for row in page.all_rows()]
    expect(len(shown) == len(HOSTILE), f"{len(shown)} of {len(HOSTILE)} layers")
    expect(shown[0] == HOSTILE[0] and shown[1] == HOSTILE[1], f"names are text: {shown[:2]}")
    expect(page.page.locator("img, iframe, object").count() == 0, "no element of a name")
    page.page.locator("#layers tbody button").nth(11).click()
    expect_no_overlap(page, "hostile")
    page.close()
    picture = program.run("chart", str(path), "--device", DEVICES[0])
    document = xml.dom.minidom.parseString(picture.encode())
    expect(not document.getElementsByTagName("script"), "no script in a picture")


def check_large(program, browser, folder):
    for layers, most_bytes in ((1_000, 500_000), (10_000, 4_000_000)):
        path = folder / f"chain-{layers}.onnx"
        models.chain(path, layers)
        made = program.page(f"chain-{layers}", "estimate", str(path), "--device", DEVICES[0])
        check_file(made, most_bytes)
        page = Page(browser, made)
        page.page.wait_for_timeout(500)
        paint, drawn = page.page.evaluate(
            "['first-contentful-paint', 'drawn'].map(n => performance.getEntriesByName(n)[0]?.startTime)")
        # Told, and no reason to fail: other programs may be at work.
        print(f"{layers} layers: {made.stat().st_size} bytes, first paint after {paint:.0f} ms, "
              f"drawn after {drawn:.0f} ms", flush=True)
        expect(len(page.all_rows()) == layers, f"all {layers} rows")
        page.close()


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
    for path in (single, several):
        check_file(path, 500_000)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=str(chosen.chromium), args=["--no-sandbox"])
        check_numbers(browser)
        check_table(program, browser, single)
        check_chart(browser, single)
        check_switches(program, browser, several)
        check_looks(browser, single, chosen.folder)
        check_looks(browser, several, chosen.folder)
        check_hostile(program, browser, chosen.folder)
        check_large(program, browser, chosen.folder)
        browser.close()
    print(f"pages: {len(failures)} failures" if failures else "pages: all checks passed")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
