// Memory over the layers, and where the figures are from.

function drawMemory(all) {
  const variant = data.variants[state.variant];
  const device = data.devices[state.device];
  const isKnown = all.length > 0 && all[0].living !== null;
  byID("memory").toggleAttribute("hidden", !isKnown);
  byID("memory-note").textContent = `${result().fit}. ${variant.peak}`;
  if (!isKnown) return;
  const isSmall = byID("chart").clientWidth < 620;
  const size = isSmall ? { width: 400, height: 240 } : { width: 960, height: 240 };
  const plot = { left: 74, right: size.width - 14, top: 26, bottom: size.height - 34 };
  const weights = variant.storedBytes;
  const peak = Math.max(...all.map((row) => row.living));
  const isNear = device.capacity !== null && device.capacity < 3 * (weights + peak);
  const most = Math.max((weights + peak) * 1.15, isNear ? device.capacity * 1.08 : 0, 1);
  const x = (index) => plot.left + ((index + 0.5) / all.length) * (plot.right - plot.left);
  const y = (amount) => plot.bottom - (amount / most) * (plot.bottom - plot.top);
  const step = (plot.right - plot.left) / all.length / 2;
  const outline = all.map((row) =>
    `L${(x(row.index) - step).toFixed(1)} ${y(weights + row.living).toFixed(1)}H${(x(row.index) + step).toFixed(1)}`).join("");
  const top = y(weights);
  const at = all.findIndex((row) => row.living === peak);
  const chart = byID("memory");
  chart.setAttribute("viewBox", `0 0 ${size.width} ${size.height}`);
  const parts = [
    ...memoryAxes(plot, most, y, all.length),
    drawn("rect", {
      class: "weights", x: plot.left, y: top, width: plot.right - plot.left, height: plot.bottom - top,
    }),
    drawn("path", { class: "living", d: `M${plot.left} ${top}${outline}V${top}z` }),
    drawn("circle", { class: "ridge", cx: x(at), cy: y(weights + peak), r: 3.5 }),
    drawn("text", {
      class: "peak", x: Math.min(Math.max(x(at), plot.left + 90), plot.right - 90),
      y: y(weights + peak) - 9, "text-anchor": "middle", "font-size": 11.5,
    }, `peak ${bytes(weights + peak)}`),
  ];
  if (isNear) {
    const height = y(device.capacity);
    parts.push(
      drawn("path", { class: "capacity", d: `M${plot.left} ${height}H${plot.right}` }),
      drawn("text", {
        class: "tick", x: plot.right, y: height - 6, "text-anchor": "end", "font-size": 11,
      }, `capacity ${bytes(device.capacity)}`));
  }
  chart.replaceChildren(...parts);
}

function memoryAxes(plot, most, y, count) {
  const unit = 10 ** Math.floor(Math.log10(most));
  const step = [0.2, 0.5, 1, 2].map((factor) => factor * unit).find((one) => most / one <= 5) ?? unit;
  const parts = [];
  for (let amount = 0; amount <= most; amount += step) {
    parts.push(
      drawn("path", { class: "grid", d: `M${plot.left} ${y(amount)}H${plot.right}` }),
      drawn("text", {
        class: "tick", x: plot.left - 8, y: y(amount) + 4, "text-anchor": "end", "font-size": 11,
      }, round(amount, "B")));
  }
  parts.push(
    drawn("path", { class: "axis", d: `M${plot.left} ${plot.top}V${plot.bottom}H${plot.right}` }),
    drawn("text", { class: "tick", x: plot.left, y: plot.bottom + 20, "font-size": 11 }, "first layer"),
    drawn("text", {
      class: "tick", x: plot.right, y: plot.bottom + 20, "text-anchor": "end", "font-size": 11,
    }, `layer ${count - 1}`));
  return parts;
}

function drawSources() {
  const now = result();
  const made = now.figures.map((index) => {
    const figure = data.devices[state.device].figures[index];
    const documents = figure.documents.map(([title, address]) => html(
      "li", {}, address
        ? html("a", { href: address, rel: "noreferrer noopener" }, title) : name(title)));
    return html(
      "tr", {}, html("th", { scope: "row" }, figure.name), html("td", { class: "number" }, figure.value),
      html("td", {}, figure.origin), html("td", {}, html("ul", { class: "plain" }, ...documents)),
      html("td", {}, figure.conditions ?? ""));
  });
  byID("sources").tBodies[0].replaceChildren(...made);
  const remarks = [...now.remarks, ...data.variants[state.variant].remarks];
  byID("remarks").replaceChildren(...remarks.map((text) => html("li", {}, name(text))));
  byID("remarks-section").hidden = !remarks.length;
  const unknown = data.models[state.model].uncounted;
  byID("unsupported-section").hidden = !unknown.length;
  byID("unsupported").replaceChildren(...unknown.map(([layer, operator, reason]) =>
    html("li", {}, name(layer), ` (${operator}): `, name(reason))));
}
