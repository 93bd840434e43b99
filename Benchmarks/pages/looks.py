"""Whether something on a page overlaps, or is cut."""

from browser import SIZES, Page, expect

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
  for (const drawing of document.querySelectorAll("#chart, #memory, figure svg")) {
    const paper = drawing.getBoundingClientRect();
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
