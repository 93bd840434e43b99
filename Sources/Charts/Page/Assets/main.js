// What happens when.

function draw() {
  const all = rows();
  drawControls();
  drawSummary();
  drawDevices();
  drawKinds(all);
  drawChart(all);
  drawMemory(all);
  drawTable(all);
  drawLayer(all[state.selected] ?? null);
  drawSources();
}

// Only what the filter changes.
function drawFiltered() {
  const all = rows();
  drawChart(all);
  drawTable(all);
}

function select(index, goesToRow = false) {
  state.selected = index;
  pointed = null;
  drawPointer();
  showRow(index, goesToRow);
  drawLayer(index === null ? null : rows()[index]);
}

function point(index) {
  if (pointed === index) return;
  pointed = index;
  drawPointer();
  const shown = index ?? state.selected;
  drawLayer(shown === null ? null : rows()[shown]);
}

const layerOf = (event) => {
  const mark = event.target.closest?.("[data-layer]");
  return mark ? Number(mark.dataset.layer) : null;
};

// The next layer in the chart: by intensity with left and right, by time with up and down.
function step(key) {
  const order = key === "ArrowLeft" || key === "ArrowRight"
    ? (a, b) => a.intensity - b.intensity || a.index - b.index
    : (a, b) => b.seconds - a.seconds || a.index - b.index;
  const list = [...current].sort(order);
  if (!list.length) return;
  const at = list.findIndex((row) => row.index === state.selected);
  const isForward = key === "ArrowRight" || key === "ArrowDown";
  const next = at < 0 ? 0 : Math.min(Math.max(at + (isForward ? 1 : -1), 0), list.length - 1);
  select(list[next].index);
}

function onKey(event) {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const actions = {
    "+": () => zoom(1.6), "=": () => zoom(1.6), "-": () => zoom(1 / 1.6), 0: resetZoom,
    Escape: () => select(null),
    Enter: () => { if (state.selected !== null) showRow(state.selected, true); },
  };
  if (event.key.startsWith("Arrow")) step(event.key);
  else if (actions[event.key]) actions[event.key]();
  else return;
  event.preventDefault();
}

function listen() {
  const chart = byID("chart");
  chart.addEventListener("pointerover", (event) => point(layerOf(event)));
  chart.addEventListener("pointerleave", () => point(null));
  chart.addEventListener("click", (event) => {
    const index = layerOf(event);
    if (index !== null) select(index, true);
  });
  chart.addEventListener("keydown", onKey);
  listenToZoom();
  const numbers = { model: Number, device: Number, batch: Number, precision: String };
  for (const [id, read] of Object.entries(numbers)) {
    byID(id).addEventListener("change", (event) => {
      choose({ [id]: read(event.target.value) });
      resetAndDraw();
    });
  }
  byID("all").addEventListener("change", (event) => {
    state.showsAll = event.target.checked;
    drawChart(rows());
  });
  byID("search").addEventListener("input", (event) => {
    state.query = event.target.value.trim().toLowerCase();
    drawFiltered();
  });
  byID("every-kind").addEventListener("click", () => setKinds(false));
  byID("no-kind").addEventListener("click", () => setKinds(true));
  byID("back").addEventListener("click", () => chart.focus());
  let wasNarrow = isNarrow();
  window.addEventListener("resize", () => {
    if (isNarrow() === wasNarrow) return;
    wasNarrow = isNarrow();
    resetAndDraw();
  });
  // A print has every row.
  window.addEventListener("beforeprint", () => make(unmade.length));
}

function resetAndDraw() {
  Object.assign(view, { scale: 1, x: 0, y: 0 });
  draw();
}

function setKinds(isHidden) {
  state.hidden = new Set(isHidden ? data.kinds.keys() : []);
  drawKinds(rows());
  drawFiltered();
}

listen();
draw();
performance.mark("drawn");
document.documentElement.dataset.ready = "true";
