// Numbers as people read them: three digits, a unit, never an exponent.
const missing = '–';

export function significant(value, digits = 3) {
  if (!Number.isFinite(value)) return missing;
  if (value === 0) return '0';
  const decimals = Math.max(0, digits - 1 - Math.floor(Math.log10(Math.abs(value)) + 1e-9));
  const text = value.toFixed(Math.min(decimals, 12));
  return text.replace(/^(-?\d{4,})/, (whole) => whole.replace(/\B(?=(\d{3})+$)/g, ','));
}

const units = [[1e9, 's'], [1e6, 'ms'], [1e3, 'µs'], [0, 'ns']];

const unitOf = (ns) => units.find(([least]) => ns >= least * 0.9995);

export function duration(ns, digits = 3) {
  if (!Number.isFinite(ns)) return missing;
  const [size, unit] = unitOf(ns);
  return `${significant(ns / (size || 1), digits)} ${unit}`;
}

// Both ends in the unit of the larger.
export function durations([low, high], digits = 3) {
  const [size] = unitOf(high);
  return `${significant(low / (size || 1), digits)}–${duration(high, digits)}`;
}

export const gained = (ratio) => (Number.isFinite(ratio) ? `${ratio.toFixed(2)}×` : missing);
// A possible gain: beyond some point it is only a guess.
export const times = (ratio) => (ratio >= 100 ? 'over 100×' : gained(ratio));
export const timesPair = ([low, high]) => `${low.toFixed(2)}–${high.toFixed(2)}×`;
export const percent = (share, digits = 0) =>
  (Number.isFinite(share) ? `${(100 * share).toFixed(digits)} %` : missing);
export const grouped = (value) => String(value).replace(/\B(?=(\d{3})+$)/g, ',');
export const plural = (count, one, many = `${one}s`) => `${grouped(count)} ${count === 1 ? one : many}`;

// A position along an axis, for a style sheet.
export const pc = (value) => `${value.toFixed(3)}%`;
