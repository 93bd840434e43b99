// The table of layers.

const COLUMNS = [
  { key: "index", title: "#", isNumber: true },
  { key: "name", title: "layer" },
  { key: "operator", title: "operator" },
  { key: "shape", title: "output" },
  { key: "macs", title: "MACs", isNumber: true, text: (row) => prefixed(row.macs) },
  { key: "flops", title: "FLOPs", isNumber: true, text: (row) => prefixed(row.flops) },
  { key: "parameters", title: "params", isNumber: true, text: (row) => prefixed(row.parameters) },
  { key: "weights", title: "weights", isNumber: true, text: (row) => bytes(row.weights) },
  { key: "inputs", title: "inputs", isNumber: true, text: (row) => bytes(row.inputs) },
  { key: "outputs", title: "outputs", isNumber: true, text: (row) => bytes(row.outputs) },
  {
    key: "intensity", title: "FLOP/B", isNumber: true,
    text: (row) => (row.intensity === null ? "–" : prefixed(row.intensity)),
  },
  { key: "seconds", title: "time", isNumber: true, text: (row) => seconds(row.seconds) },
  { key: "share", title: "share", isNumber: true, text: (row) => percent(row.share), isBar: true },
  { key: "bound", title: "bound by" },
];

// Those of times beside the bound, where there are some.
const TIMES = [["expected", "expected"], ["interval", "10 to 90 %", "expected"], ["measured", "measured"]].map(
  ([key, title, part = key]) => ({ key, title, part, isNumber: true, text: (row) => row.texts[key] }));

const columns = () => [...COLUMNS, ...TIMES.filter(({ part }) => result()[part])];

// As many rows are made at once; the rest when the browser is idle.
const FIRST = 120;
const CHUNK = 300;
let pending = null;
let unmade = [];

function drawHead() {
  const shown = columns();
  const heads = shown.map((column) => {
    const isSorted = state.sort.key === column.key;
    const direction = isSorted ? (state.sort.isFalling ? "descending" : "ascending") : "none";
    const button = html("button", { type: "button" }, column.title);
    button.addEventListener("click", () => {
      const isFalling = isSorted ? !state.sort.isFalling : Boolean(column.isNumber && column.key !== "index");
      state.sort = { key: column.key, isFalling };
      drawTable(rows());
      byID("layers").querySelectorAll("thead button")[shown.indexOf(column)].focus();
    });
    return html(
      "th", { scope: "col", class: column.isNumber ? "number" : null, "aria-sort": direction }, button);
  });
  byID("layers").tHead.replaceChildren(html("tr", {}, ...heads));
}

function drawTable(all) {
  if (pending !== null) cancel(pending);
  pending = null;
  drawHead();
  const shown = sorted(all.filter(isShown));
  const longest = Math.max(...shown.map((row) => row.share), 0) || 1;
  const list = columns();
  unmade = shown.map((row) => () => rowElement(row, longest, list));
  byID("layers").tBodies[0].replaceChildren();
  make(FIRST);
  drawFoot(all, shown);
}

const later = (work) =>
  window.requestIdleCallback ? window.requestIdleCallback(work) : window.setTimeout(work, 16);
const cancel = (id) =>
  window.cancelIdleCallback ? window.cancelIdleCallback(id) : window.clearTimeout(id);

function make(count) {
  const body = byID("layers").tBodies[0];
  body.append(...unmade.slice(0, count).map((element) => element()));
  unmade = unmade.slice(count);
  pending = unmade.length ? later(() => make(CHUNK)) : null;
}

function rowElement(row, longest, shown) {
  const cells = shown.map((column) => {
    const text = column.text ? column.text(row) : String(row[column.key]);
    if (column.key === "name") return html("th", { scope: "row" }, layerButton(row));
    const cell = html("td", { class: column.isNumber ? "number" : null }, text);
    if (column.isBar) cell.prepend(bar(row.share / longest));
    if (column.key === "operator") cell.prepend(swatch(row.kind));
    return cell;
  });
  const isSelected = state.selected === row.index;
  return html("tr", { "data-layer": row.index, class: isSelected ? "selected" : null }, ...cells);
}

function layerButton(row) {
  const button = html("button", { type: "button", class: "layer-name", title: row.name }, name(row.name));
  button.addEventListener("click", () => select(row.index));
  return button;
}

// The mark of a kind, as in the chart.
function swatch(kind) {
  const { color, path } = data.kinds[kind];
  const mark = drawn("path", { class: "layer", d: path, fill: color });
  return drawn("svg", { class: "swatch", viewBox: "-170 -170 340 340", "aria-hidden": "true" }, mark);
}

function drawFoot(all, shown) {
  const time = shown.reduce((sum, row) => sum + row.seconds, 0);
  const now = result();
  byID("count").textContent = shown.length === all.length
    ? `${all.length} layers, ${seconds(now.seconds)}`
    : `${shown.length} of ${all.length} layers, ${seconds(time)}, ${percent(now.seconds > 0 ? time / now.seconds : 0)} of the time`;
}

// Marks the layer's row, and shows it where `isShown`.
function showRow(index, isFocused) {
  for (const old of byID("layers").querySelectorAll("tr.selected")) old.classList.remove("selected");
  if (index === null) return;
  const find = () => byID("layers").querySelector(`tr[data-layer="${index}"]`);
  if (!find()) make(unmade.length);
  const row = find();
  row?.classList.add("selected");
  if (isFocused && row) {
    row.scrollIntoView({ block: "center" });
    row.querySelector("button").focus({ preventScroll: true });
  }
}
