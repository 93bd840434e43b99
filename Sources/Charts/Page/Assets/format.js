// Numbers for people: the rules of Sources/Reports/Numbers.swift, and the same text for each number.

const LARGE = ["", "k", "M", "G", "T", "P", "E"];
const SMALL = ["", "m", "µ", "n", "p"];

const join = (number, unit) => (unit ? `${number} ${unit}` : number);

// `digits` places after the point, rounded half away from zero.
function fixed(value, digits) {
  if (!Number.isFinite(value)) return "–";
  const scale = 10 ** digits;
  const scaled = Math.floor(Math.abs(value) * scale + 0.5);
  // What 0.5 added to loses to rounding: 0.49999999999999994 + 0.5 is 1.
  const units = scaled - 0.5 > Math.abs(value) * scale ? scaled - 1 : scaled;
  if (!(units < 1e18)) return value.toExponential();
  const sign = value < 0 && units > 0 ? "-" : "";
  if (!digits) return sign + String(units);
  const fraction = String(units % scale).padStart(digits, "0");
  return `${sign}${Math.floor(units / scale)}.${fraction}`;
}

function significant(value) {
  if (value < 9.9995) return fixed(value, 3);
  return value < 99.995 ? fixed(value, 2) : fixed(value, 1);
}

// A decimal prefix and four digits: `65.86 G`.
function prefixed(value, unit = "") {
  if (!Number.isFinite(value)) return "–";
  let scaled = Math.abs(value);
  let step = 0;
  while (scaled >= 999.95 && step < LARGE.length - 1) {
    scaled /= 1000;
    step += 1;
  }
  const isWhole = step === 0 && Number.isInteger(scaled);
  const text = isWhole ? fixed(scaled, 0) : significant(scaled);
  return (value < 0 ? "-" : "") + join(text, LARGE[step] + unit);
}

// A time in seconds: `12.34 ms`.
function seconds(value) {
  if (!Number.isFinite(value)) return "–";
  if (!(value > 0)) return "0 s";
  if (value >= 999.95) return join(fixed(value, 0), "s");
  let scaled = value;
  let step = 0;
  while (scaled < 0.99995 && step < SMALL.length - 1) {
    scaled *= 1000;
    step += 1;
  }
  return join(significant(scaled), `${SMALL[step]}s`);
}

// A share of one: `12.3 %`.
const percent = (share) => `${fixed(share * 100, 1)} %`;

const bytes = (value) => prefixed(value, "B");

function trimmed(text) {
  const [number, ...rest] = text.split(" ");
  const short = number.includes(".") ? number.replace(/0+$/, "").replace(/\.$/, "") : number;
  return [short, ...rest].join(" ");
}

// A round number, as for the mark of an axis: `20 G`, `0.5`.
function round(value, unit = "") {
  const size = Math.abs(value);
  if (!(size < 999.5 && (size >= 1e-9 || value === 0))) return trimmed(prefixed(value, unit));
  return join(trimmed(fixed(value, 9)), unit);
}

const shapeText = (shape) => (shape === "" ? "scalar" : shape);
