"""The pages without a script: sweeps, programs that were counted, points that were measured; and the columns
of times beside the bound."""

import json

from browser import ROOT, SIZES, Page, check_file, expect
from controls import DEVICES, YOLO
from looks import expect_no_overlap

RECORDED = ROOT / "Tests/MeasuredProfilesTests/Recorded"


def check_documents(program, browser, folder):
    points = folder / "points.json"
    points.write_text(json.dumps([
        {"name": f"region <b>{i}</b>", "flops": 10.0 ** (9 + i), "bytes": 1e9, "seconds": 0.1} for i in range(4)]))
    pages = {
        "sweep": ["sweep", YOLO, "--device", ",".join(DEVICES), "--batch", "1..4096", "--precision", "fp16"],
        "count": ["count", "--flops", "2e9", "--bytes", "24e9", "--device", "amd-epyc-7763", "--", "sleep", "0.1"],
        "points": ["chart", "--device", "amd-epyc-7763", "--points", str(points)],
    }
    for name, arguments in pages.items():
        path = folder / f"{name}.html"
        options = [] if name == "points" else ["--format", "html"]
        place = arguments.index("--") if "--" in arguments else len(arguments)
        program.run(*arguments[:place], *options, "--output", str(path), *arguments[place:])
        check_file(path, 500_000)
        for size, pixels in SIZES.items():
            for scheme in ("light", "dark"):
                page = Page(browser, path, pixels, color_scheme=scheme)
                expect_no_overlap(page, f"{size} {scheme}")
                page.page.screenshot(path=str(folder / f"{name}-{size}-{scheme}.png"), full_page=True)
                page.close()
    expect("<b>" not in (folder / "points.html").read_text(), "names of points are text")
    check_sweep(program, browser, folder / "sweep.html", pages["sweep"])


def check_sweep(program, browser, path, command):
    """The table is that of the program, and every combination has a mark."""
    page = Page(browser, path)
    shown = page.page.evaluate(
        "[...document.querySelectorAll('table')].map(t => [...t.tBodies[0].rows]"
        ".map(r => [...r.cells].map(c => c.textContent)))")
    points = program.json(*command)["points"]
    expect([row[:3] for row in shown[0]] == [
        [p["device"], p["precision"], str(p["batch"])] for p in points], "the combinations of the sweep")
    marks = page.page.locator("figure .combinations path").count()
    expect(marks == len(points), f"{marks} marks of {len(points)} combinations")
    knees = page.page.locator("figure path.knee").count()
    expect(knees > 0, "the sweep has knees")
    page.close()


def check_times(program, browser, folder):
    """What was measured stands beside the layers that it is of, as the program prints it."""
    model, profile = str(RECORDED / "small.onnx"), str(RECORDED / "onnxruntime.json")
    command = ["estimate", model, "--device", "amd-epyc-7763", "--measured", profile]
    page = Page(browser, program.page("measured", *command))
    heads = page.page.locator("#layers thead button").all_inner_texts()
    expect(heads[-1] == "measured", f"the last column is {heads[-1]}")
    rows = page.all_rows()
    # The program's own table: #, layer, operator, output, bound, measured …, with expected between them
    # where a runtime is modelled.
    printed = {row[0]: row[-4] for row in program.rows(*command)}
    shown = {row[0]: row[-1] for row in rows if row[0] in printed}
    expect(shown == printed, f"measured: {shown} is not {printed}")
    expect(any(row[-1].startswith("in ") for row in rows), "fused layers name their host")
    page.close()
