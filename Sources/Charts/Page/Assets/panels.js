// What stands around the chart and the table.

function drawControls() {
  const now = data.variants[state.variant];
  const has = (change) => data.results.some((r) => {
    const variant = data.variants[r.variant];
    return r.device === state.device && variant.model === state.model &&
      Object.entries(change).every(([key, value]) => variant[key] === value);
  });
  const unique = (key) => [...new Set(variantsOf(state.model).map((variant) => variant[key]))];
  options("model", data.models.map((model, index) => [index, model.name]), state.model);
  options("device", data.devices.map((device, index) => [index, device.name]), state.device);
  options(
    "precision", unique("precision").map((p) => [p, p, !has({ precision: p, batch: now.batch })]),
    now.precision);
  options(
    "batch", unique("batch").sort((a, b) => a - b)
      .map((b) => [b, String(b), !has({ batch: b, precision: now.precision })]), now.batch);
  byID("all").closest("label").hidden = data.devices.length < 2;
  byID("all").checked = state.showsAll;
}

function options(id, list, chosen) {
  const control = byID(id);
  control.replaceChildren(...list.map(([value, text, isMissing]) =>
    html("option", { value, disabled: isMissing ? "" : null }, text)));
  control.value = String(chosen);
  control.closest("label").hidden = list.length < 2 && id !== "precision" && id !== "batch";
}

function drawSummary() {
  const now = result();
  const device = data.devices[state.device];
  byID("heading").replaceChildren(name(data.models[state.model].name), " on ", name(device.name));
  const tiles = [
    [now.isPartial ? "latency, more than" : now.latencyTitle, seconds(now.seconds)],
    ...(now.expected ? [[`expected, ${now.expected.title}`, seconds(now.expected.seconds)]] : []),
    ...(now.measured ? [["measured", seconds(now.measured.seconds)]] : []),
    ["throughput", now.throughput === null ? "–" : `${prefixed(now.throughput)} samples/s`],
    ["memory-bound", percent(now.memoryBoundShare)],
    ["bound by", now.dominantBound],
    ["memory", now.fit],
  ];
  byID("tiles").replaceChildren(...tiles.map(([title, text]) =>
    html("div", { class: "tile" }, html("dt", {}, title), html("dd", {}, text))));
  byID("facts").replaceChildren(...now.facts.flatMap(([title, text]) =>
    [html("dt", {}, title), html("dd", {}, name(text))]));
}

function drawKinds(all) {
  const sums = new Map();
  for (const row of all) {
    const sum = sums.get(row.kind) ?? { kind: row.kind, seconds: 0, share: 0, count: 0 };
    sum.seconds += row.seconds;
    sum.count += 1;
    sums.set(row.kind, sum);
  }
  const total = result().seconds;
  for (const sum of sums.values()) sum.share = total > 0 ? sum.seconds / total : 0;
  const list = [...sums.values()].sort((a, b) => b.seconds - a.seconds || a.kind - b.kind);
  const longest = list[0]?.share || 1;
  byID("kinds").replaceChildren(...list.map((sum) => {
    const box = html("input", { type: "checkbox", "data-kind": sum.kind });
    box.checked = !state.hidden.has(sum.kind);
    box.addEventListener("change", () => {
      state.hidden[box.checked ? "delete" : "add"](sum.kind);
      drawFiltered();
    });
    return html("li", {}, html(
      "label", {}, box, swatch(sum.kind),
      html("span", { class: "kind" }, `${data.kinds[sum.kind].name} × ${sum.count}`),
      bar(sum.share / longest), html("span", { class: "number" }, seconds(sum.seconds)),
      html("span", { class: "number" }, percent(sum.share))));
  }));
}

const BOUNDS = ["compute", "transcendental", "memory"];

function drawDevices() {
  byID("comparison").hidden = data.devices.length < 2;
  const shown = data.results.filter((r) => r.variant === state.variant)
    .sort((a, b) => a.seconds - b.seconds);
  const slowest = Math.max(...shown.map((r) => r.seconds)) || 1;
  const best = shown[0].seconds;
  const isExpected = shown.some((r) => r.expected);
  byID("expected-head").hidden = !isExpected;
  const made = shown.map((r) => {
    const button = html("button", { type: "button" }, name(data.devices[r.device].name));
    button.addEventListener("click", () => { choose({ device: r.device }); draw(); });
    const parts = BOUNDS.map((bound) => {
      const part = html("span", { class: `part ${bound}` });
      part.style.inlineSize = `${(r.boundSeconds[bound] / slowest) * 100}%`;
      return part;
    });
    const cells = [
      seconds(r.seconds), best > 0 ? `${fixed(r.seconds / best, 2)}x` : "–",
      r.throughput === null ? "–" : prefixed(r.throughput, "/s"), percent(r.memoryBoundShare),
    ].map((text) => html("td", { class: "number" }, text));
    return html(
      "tr", { class: r.device === state.device ? "selected" : null }, html("th", { scope: "row" }, button),
      html("td", { class: "stack" }, html("span", { class: "track", "aria-hidden": "true" }, ...parts)),
      ...cells, html("td", {}, r.dominantBound), html("td", {}, r.fit), ...(isExpected ? [html(
        "td", { class: "number" }, r.expected ? seconds(r.expected.seconds) : "–")] : []));
  });
  byID("devices").tBodies[0].replaceChildren(...made);
  const missing = data.failed.map(([id, reason]) => html("p", {}, "Left out: ", name(id), `: ${reason}`));
  byID("failed").replaceChildren(...missing);
}

// The numbers and formulas of a layer.
function drawLayer(row) {
  const panel = byID("layer");
  panel.classList.toggle("empty", !row);
  byID("layer-title").replaceChildren(row ? name(row.name) : "No layer is selected");
  if (!row) return byID("layer-facts").replaceChildren();
  const { formula } = data.kinds[row.kind];
  const facts = [
    ["operator", row.operator], ["output", row.shape],
    ["time", `${seconds(row.seconds)}, ${percent(row.share)} of all`], ["bound by", row.bound],
    ...(row.texts.expected === "–" ? [] : [["expected", row.texts.expected]]),
    ...(row.texts.interval ? [["10 to 90 %", row.texts.interval]] : []),
    ...(row.texts.measured === "–" ? [] : [["measured", row.texts.measured]]),
    ["intensity", row.intensity === null ? "–" : prefixed(row.intensity, "FLOP/B")],
    ["MACs", `${prefixed(row.macs)}${formula.macs ? ` = ${formula.macs}` : ""}`],
    ["FLOPs", `${prefixed(row.flops)} = 2 × MACs${formula.otherFlops ? ` + ${formula.otherFlops}` : ""}`],
    ["transcendentals", `${prefixed(row.transcendentals)}${formula.transcendentals ? ` = ${formula.transcendentals}` : ""}`],
    ["bytes", `${bytes(row.weights)} of weights, ${bytes(row.inputs)} in, ${bytes(row.outputs)} out: ${formula.bytes || "each tensor once"}`],
    ...(formula.source ? [["source", formula.source]] : []),
    ...row.notes.map((note) => ["note", note]),
  ];
  byID("layer-facts").replaceChildren(...facts.flatMap(([title, text]) =>
    [html("dt", {}, title), html("dd", {}, name(text))]));
}
