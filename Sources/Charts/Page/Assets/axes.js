// Axes, and the zoom that moves them.

let pointed = null;

// Powers of ten and what lies between, as far as they are in view.
function ticks(first, last, pixels) {
  const isWide = pixels / (last - first) > 160;
  const list = [];
  for (let exponent = Math.floor(first); exponent <= Math.ceil(last); exponent += 1) {
    for (let factor = 1; factor <= 9; factor += 1) {
      const amount = Number(`${factor}e${exponent}`);
      const logarithm = Math.log10(amount);
      if (logarithm < first || logarithm > last) continue;
      const isMajor = factor === 1 || (isWide && (factor === 2 || factor === 5));
      list.push({ amount, isMajor });
    }
  }
  return list;
}

// The exponents in view on an axis, whose first pixel is that of the smaller amount.
function inView([low, high], start, end, shift) {
  const exponent = (pixel) => low + (((pixel - shift) / view.scale - start) / (end - start)) * (high - low);
  return [exponent(start), exponent(end)];
}

function drawAxes() {
  const { plot, x, y } = layout;
  const [left, right] = inView(x, plot.left, plot.right, view.x);
  const [bottom, top] = inView(y, plot.bottom, plot.top, view.y);
  const grid = [];
  const axes = [
    drawn("path", { class: "axis", d: `M${plot.left} ${plot.top}V${plot.bottom}H${plot.right}` }),
  ];
  for (const tick of ticks(left, right, plot.right - plot.left)) {
    const at = across(tick.amount) * view.scale + view.x;
    axes.push(drawn("path", { class: "axis", d: `M${at} ${plot.bottom}v${tick.isMajor ? 6 : 3}` }));
    if (!tick.isMajor) continue;
    grid.push(drawn("path", { class: "grid", d: `M${at} ${plot.top}V${plot.bottom}` }));
    axes.push(written(round(tick.amount), at, plot.bottom + 19, "middle"));
  }
  for (const tick of ticks(bottom, top, plot.bottom - plot.top)) {
    const at = upward(tick.amount) * view.scale + view.y;
    axes.push(drawn("path", { class: "axis", d: `M${plot.left} ${at}h${tick.isMajor ? -6 : -3}` }));
    if (!tick.isMajor) continue;
    grid.push(drawn("path", { class: "grid", d: `M${plot.left} ${at}H${plot.right}` }));
    axes.push(written(round(tick.amount, "FLOP/s"), plot.left - 9, at + 4, "end"));
  }
  const middle = (plot.left + plot.right) / 2;
  axes.push(written("arithmetic intensity, FLOP/byte", middle, plot.bottom + 40, "middle"));
  axes.push(written("attained operations a second", 6, plot.top - 12, "start"));
  byID("axes").replaceChildren(...axes);
  byID("grid").replaceChildren(...grid);
}

const written = (text, x, y, anchor) =>
  drawn("text", { class: "tick", x, y, "text-anchor": anchor, "font-size": 11 }, text);

// Zooms by `factor` about a place of the drawing; never out beyond the whole.
function zoom(factor, about) {
  const { plot } = layout;
  const scale = Math.min(Math.max(view.scale * factor, 1), 64);
  const centre = about ?? { x: (plot.left + plot.right) / 2, y: (plot.top + plot.bottom) / 2 };
  view.x = centre.x - ((centre.x - view.x) / view.scale) * scale;
  view.y = centre.y - ((centre.y - view.y) / view.scale) * scale;
  view.scale = scale;
  hold();
}

// Keeps the plot full: no edge of the drawing comes into it.
function hold() {
  const { plot } = layout;
  const within = (shift, first, last) =>
    Math.min(Math.max(shift, last - last * view.scale), first - first * view.scale);
  view.x = within(view.x, plot.left, plot.right);
  view.y = within(view.y, plot.top, plot.bottom);
  moveChart();
}

function resetZoom() {
  Object.assign(view, { scale: 1, x: 0, y: 0 });
  moveChart();
}

// A place of the drawing under the pointer.
function drawnPlace(event) {
  const box = byID("chart").getBoundingClientRect();
  return {
    x: ((event.clientX - box.left) / box.width) * layout.width,
    y: ((event.clientY - box.top) / box.height) * layout.height,
  };
}

function listenToZoom() {
  const chart = byID("chart");
  let held = null;
  chart.addEventListener("wheel", (event) => {
    // Without a key, the wheel scrolls the page.
    if (!event.ctrlKey && !event.metaKey) return;
    event.preventDefault();
    zoom(Math.exp(-event.deltaY / 400), drawnPlace(event));
  }, { passive: false });
  chart.addEventListener("pointerdown", (event) => {
    if (view.scale > 1) held = { from: drawnPlace(event), x: view.x, y: view.y };
  });
  chart.addEventListener("pointermove", (event) => {
    if (!held) return;
    const at = drawnPlace(event);
    view.x = held.x + at.x - held.from.x;
    view.y = held.y + at.y - held.from.y;
    hold();
  });
  for (const end of ["pointerup", "pointerleave", "pointercancel"]) {
    chart.addEventListener(end, () => { held = null; });
  }
  chart.addEventListener("dblclick", (event) => zoom(2, drawnPlace(event)));
  byID("zoom-in").addEventListener("click", () => zoom(1.6));
  byID("zoom-out").addEventListener("click", () => zoom(1 / 1.6));
  byID("zoom-reset").addEventListener("click", resetZoom);
}
