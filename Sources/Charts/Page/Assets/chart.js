// The roofline: roofs come drawn, layers and axes are drawn here, and move with the zoom.

const view = { scale: 1, x: 0, y: 0 };
let layout = data.layouts[0];
let current = [];
const dots = new Map();

const isNarrow = () => byID("chart").clientWidth < 620;

const across = (amount) => {
  const { plot, x } = layout;
  return plot.left + ((Math.log10(amount) - x[0]) / (x[1] - x[0])) * (plot.right - plot.left);
};

const upward = (amount) => {
  const { plot, y } = layout;
  return plot.bottom - ((Math.log10(amount) - y[0]) / (y[1] - y[0])) * (plot.bottom - plot.top);
};

const place = (intensity, rate) => ({
  x: across(intensity) * view.scale + view.x,
  y: upward(rate) * view.scale + view.y,
});

const isDrawable = (row) => row.intensity > 0 && row.seconds > 0;

const radius = (share) => Math.max(data.radii.smallest, data.radii.whole * Math.sqrt(share));

function drawChart(all) {
  layout = data.layouts[isNarrow() ? 1 : 0];
  current = all.filter((row) => isDrawable(row) && isShown(row));
  const chart = byID("chart");
  chart.setAttribute("viewBox", `0 0 ${layout.width} ${layout.height}`);
  const { plot } = layout;
  const size = { x: plot.left, y: plot.top, width: plot.right - plot.left };
  const clip = drawn("clipPath", { id: "plot" }, drawn("rect", { ...size, height: plot.bottom - plot.top }));
  const inner = drawn("g", { "clip-path": "url(#plot)" });
  inner.append(
    drawn("rect", { class: "plane", ...size, height: plot.bottom - plot.top }),
    drawn("g", { id: "grid" }),
    drawn("g", { id: "roofs" }, ...parsedDrawing(roofText())),
    drawn("g", { id: "dots" }, ...dotElements()),
    drawn("g", { id: "stars" }),
    drawn("g", { id: "names" }),
    drawn("g", { id: "pointer" }),
  );
  // The names lie above the dots.
  inner.querySelector("#names").append(...inner.querySelectorAll("#roofs .labels"));
  chart.replaceChildren(drawn("defs", {}, clip), drawn("g", { id: "axes" }), inner);
  moveChart();
}

function roofText() {
  const precision = result().precision;
  const roofs = layout.roofs.filter((roof) => roof.precision === precision);
  return roofs.find((roof) => roof.device === (state.showsAll ? -1 : state.device))?.drawing ?? "";
}

function dotElements() {
  dots.clear();
  return [...current].sort((a, b) => b.share - a.share).map((row) => {
    const { color, path } = data.kinds[row.kind];
    const dot = drawn("path", { class: "layer", d: path, fill: color, "data-layer": row.index });
    dots.set(row.index, dot);
    return dot;
  });
}

// Puts everything where the zoom has it.
function moveChart() {
  const { scale, x, y } = view;
  const matrix = `translate(${x} ${y}) scale(${scale})`;
  for (const group of [byID("roofs"), byID("names")]) {
    group.setAttribute("transform", matrix);
    for (const ring of group.querySelectorAll("circle")) ring.setAttribute("r", 3 / scale);
    for (const text of group.querySelectorAll("text")) moveName(text, scale);
  }
  for (const row of current) {
    const at = place(row.intensity, row.flops / row.seconds);
    const size = radius(row.share) / 100;
    dots.get(row.index).setAttribute("transform", `translate(${at.x} ${at.y}) scale(${size})`);
  }
  drawStars();
  drawAxes();
  drawPointer();
}

// A name keeps its size and its angle; only its place moves.
function moveName(text, scale) {
  text.dataset.turn ??= text.getAttribute("transform")?.match(/rotate\(([-\d.]+)/)?.[1] ?? "0";
  const [x, y] = [text.getAttribute("x"), text.getAttribute("y")];
  text.setAttribute(
    "transform",
    `translate(${x} ${y}) scale(${1 / scale}) rotate(${text.dataset.turn}) translate(${-x} ${-y})`,
  );
}

function drawStars() {
  const shown = data.results.filter(
    (r) => r.variant === state.variant && (state.showsAll || r.device === state.device),
  );
  const stars = shown.filter((r) => r.intensity > 0 && r.seconds > 0).map((r) => {
    const at = place(r.intensity, r.rate);
    const title = `${data.models[state.model].name} on ${data.devices[r.device].name}: ` +
      `${prefixed(r.intensity, "FLOP/B")}, ${prefixed(r.rate, "FLOP/s")}, ${seconds(r.seconds)}`;
    return drawn(
      "path",
      { class: "network", d: data.star, transform: `translate(${at.x} ${at.y}) scale(0.08)` },
      drawn("title", {}, title),
    );
  });
  const rings = data.measured.map((mark) => {
    const at = place(mark.flops / mark.bytes, mark.flops / mark.seconds);
    const title = `${mark.name}, measured: ${seconds(mark.seconds)}`;
    return drawn("circle", { class: "measured", cx: at.x, cy: at.y, r: 5 }, drawn("title", {}, title));
  });
  byID("stars").replaceChildren(...stars, ...rings);
}

// The selected layer, or the one that is pointed at, with its name.
function drawPointer() {
  const index = pointed ?? state.selected;
  const row = current.find((one) => one.index === index);
  if (!row) return byID("pointer").replaceChildren();
  const at = place(row.intensity, row.flops / row.seconds);
  const isRight = at.x > (layout.plot.left + layout.plot.right) / 2;
  const short = row.name.length > 40 ? `${row.name.slice(0, 26)}…${row.name.slice(-12)}` : row.name;
  byID("pointer").replaceChildren(
    drawn("circle", { class: "pointer", cx: at.x, cy: at.y, r: radius(row.share) + 4 }),
    drawn(
      "text",
      {
        class: "pointer-name", x: at.x + (isRight ? -1 : 1) * (radius(row.share) + 9), y: at.y + 4,
        "text-anchor": isRight ? "end" : "start", "font-size": 12,
      },
      `${short}: ${seconds(row.seconds)}`,
    ),
  );
}
