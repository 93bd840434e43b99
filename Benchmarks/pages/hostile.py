"""Pages of models with hostile names, and of very many layers."""

import xml.dom.minidom

import models
from browser import Page, check_file, expect
from controls import DEVICES
from looks import expect_no_overlap

HOSTILE = [
    "</title></script><script>document.title='broken'</script>", '"><img src=x onerror=alert(1)>',
    "' onload='alert(1)", "]]><!--", "&lt;b&gt;", "\u202edesrever\u202c", "\u05e9\u05dc\u05d5\u05dd",
    "\U0001f468\u200d\U0001f469\u200d\U0001f467", "\x00\x1b[2J\x07\u2028", "${alert(1)}{{x}}", "=1+1",
    "a" * 10_000, " ",
]


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
