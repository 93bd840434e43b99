"""Every control of a report's page, used as a reader uses it."""

from browser import ROOT, Page, expect
from looks import expect_no_overlap

YOLO = str(ROOT / "Examples/yolov3.cfg")
DEVICES = ["nvidia-a100-sxm-80gb", "nvidia-t4", "google-tpu-v4"]


def check_switches(program, browser, path, *options_of_all):
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
        command = [
            "estimate", YOLO, "--device", device, "--precision", precision, "--batch", batch,
            *options_of_all,
        ]
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
