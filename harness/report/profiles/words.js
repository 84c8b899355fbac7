// Numbers and categories as people read them.

const NO_BREAK = '\u202f';

export const CATEGORIES = {
  own: 'own code',
  library: 'library',
  jit: 'JIT code',
  kernel: 'kernel',
  gpu: 'GPU',
  unknown: 'unknown',
};

// Three digits that count, and no more: 0.123, 1.23, 12.3, 1230.
export function digits(number) {
  if (!Number.isFinite(number)) return '–';
  if (number === 0) return '0';
  const size = Math.abs(number);
  if (size >= 100) return Math.round(number).toLocaleString('en');
  return number.toFixed(size >= 10 ? 1 : size >= 1 ? 2 : size >= 0.1 ? 3 : 4);
}

export function count(number) {
  return Number.isFinite(number) ? Math.round(number).toLocaleString('en') : '–';
}

export function percent(share) {
  if (!Number.isFinite(share)) return '–';
  const points = share * 100;
  const text = points !== 0 && Math.abs(points) < 0.05 ? '< 0.1' : points.toFixed(1);
  return `${text}${NO_BREAK}%`;
}

// A change of a share, in points, its sign always there.
export function points(change) {
  const text = (Math.abs(change) * 100).toFixed(1);
  return text === '0.0' ? '±0.0' : (change > 0 ? '+' : '−') + text;
}

function scaled(number, steps) {
  const [size, unit] = steps.find(([least]) => Math.abs(number) >= least) ?? steps.at(-1);
  return `${digits(number / size)}${NO_BREAK}${unit}`;
}

const TIMES = [
  [1e9, 's'],
  [1e6, 'ms'],
  [1e3, 'µs'],
  [1, 'ns'],
];
const AMOUNTS = [
  [1e9, 'G'],
  [1e6, 'M'],
  [1e3, 'k'],
  [1, ''],
];
const SIZES = [
  [1e9, 'GB'],
  [1e6, 'MB'],
  [1e3, 'kB'],
  [1, 'B'],
];

export function time(ns) {
  return Number.isFinite(ns) ? scaled(ns, TIMES).trim() : '–';
}

export function size(bytes) {
  return Number.isFinite(bytes) ? scaled(bytes, SIZES).trim() : '–';
}

// A weight in the profile's unit.
export function weight(profile, value) {
  if (profile.unit === 'ns') return time(value);
  return Number.isFinite(value) ? scaled(value, AMOUNTS).trim() : '–';
}

// Calls that were counted on a part of the text are about right.
export function calls(profile, number) {
  if (!Number.isFinite(number)) return '–';
  return (profile.calls_scaled ? '~' : '') + count(number);
}

// Shortened in the middle: beginnings and ends tell C++ and cloned functions apart.
export function shortened(text, length) {
  if (text.length <= length) return text;
  const head = Math.ceil((length - 1) * 0.6);
  return `${text.slice(0, head)}…${text.slice(text.length - (length - 1 - head))}`;
}
