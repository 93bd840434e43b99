// What the page knows, and what is chosen of it.

const data = JSON.parse(byID("data").textContent);

const state = {
  model: 0,
  variant: 0,
  device: data.results[0].device,
  hidden: new Set(),
  query: "",
  sort: { key: "index", isFalling: false },
  selected: null,
  showsAll: false,
};

const variantsOf = (model) =>
  data.variants.map((variant, index) => ({ ...variant, index })).filter((v) => v.model === model);

const resultOf = (variant, device) =>
  data.results.find((result) => result.variant === variant && result.device === device);

const result = () => resultOf(state.variant, state.device);

// The nearest choice that was worked out: the same batch and precision where there are, else any.
function choose(change) {
  const now = data.variants[state.variant];
  const wish = { model: state.model, batch: now.batch, precision: now.precision, ...change };
  const device = change.device ?? state.device;
  const score = (variant) =>
    (variant.model === wish.model ? 8 : 0) +
    (variant.batch === wish.batch ? (change.batch ? 4 : 2) : 0) +
    (variant.precision === wish.precision ? (change.precision ? 4 : 1) : 0);
  const possible = data.results
    .filter((r) => r.device === device && data.variants[r.variant].model === wish.model)
    .sort((a, b) => score(data.variants[b.variant]) - score(data.variants[a.variant]));
  if (!possible.length) return;
  if (wish.model !== state.model) state.selected = null;
  state.model = wish.model;
  state.device = device;
  state.variant = possible[0].variant;
}

// The times of `part`, of layer after layer: seconds, or the layer within which one runs.
function timesOf(part) {
  if (!part) return () => ({ seconds: null, low: null, high: null, host: null });
  const column = data.columns[part.layers];
  const [times, lows, highs] = [part.times, part.lows, part.highs].map((place) => data.times[place]);
  return (index) => {
    const place = column[index];
    const of = (list) => (place < 0 || !list ? null : list[place]);
    return { seconds: of(times), low: of(lows), high: of(highs), host: place < -1 ? -2 - place : null };
  };
}

// A time with where the layer runs, for people.
const timeText = ({ seconds: value, host }) => {
  if (value !== null) return seconds(value);
  return host === null ? "–" : `in ${host}`;
};

// What 10 and 90 % of measurements are expected below, for people.
const intervalText = ({ low, high }) => (low === null ? "" : `${seconds(low)} to ${seconds(high)}`);

// The layers as they are under the present choice, in order.
function rows() {
  const model = data.models[state.model];
  const variant = data.variants[state.variant];
  const now = result();
  const column = (key) => data.columns[variant[key]];
  const [macs, flops, transcendentals] = ["macs", "flops", "transcendentals"].map(column);
  const [weights, inputs, outputs] = ["weightBytes", "inputBytes", "outputBytes"].map(column);
  const living = variant.living === null ? null : data.columns[variant.living];
  const times = data.times[now.times];
  const [expectedOf, measuredOf] = [now.expected, now.measured].map(timesOf);
  return model.layers.map(([layerName, shapeOf, noteOf], index) => {
    const kind = model.kinds[shapeOf];
    const [expected, measured] = [expectedOf(index), measuredOf(index)];
    const moved = weights[shapeOf] + inputs[shapeOf] + outputs[shapeOf];
    return {
      index,
      name: layerName,
      kind,
      operator: data.kinds[kind].name,
      shape: shapeText(variant.shapes[shapeOf]),
      macs: macs[shapeOf],
      flops: flops[shapeOf],
      transcendentals: transcendentals[shapeOf],
      parameters: model.parameters[shapeOf],
      weights: weights[shapeOf],
      inputs: inputs[shapeOf],
      outputs: outputs[shapeOf],
      intensity: moved > 0 ? flops[shapeOf] / moved : null,
      seconds: times[shapeOf],
      share: now.seconds > 0 ? times[shapeOf] / now.seconds : 0,
      bound: now.bounds[now.bound[shapeOf]],
      expected: expected.seconds,
      interval: expected.low,
      measured: measured.seconds,
      texts: {
        expected: timeText(expected), interval: intervalText(expected), measured: timeText(measured),
      },
      living: living ? living[index] : null,
      notes: noteOf === undefined ? [] : data.notes[noteOf],
    };
  });
}

function isShown(row) {
  if (state.hidden.has(row.kind)) return false;
  if (!state.query) return true;
  return `${row.name} ${row.operator} ${row.bound}`.toLowerCase().includes(state.query);
}

const compared = new Intl.Collator(undefined, { numeric: true }).compare;

function sorted(list) {
  const { key, isFalling } = state.sort;
  const order = (a, b) => {
    if (typeof a[key] === "string") return compared(a[key], b[key]);
    return (a[key] ?? -1) - (b[key] ?? -1);
  };
  return [...list].sort((a, b) => (isFalling ? order(b, a) : order(a, b)) || a.index - b.index);
}
