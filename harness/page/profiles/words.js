// Numbers and categories as people read them.
import { duration, grouped, percent as rounded, significant } from '../format.js';

export { duration, significant };

export const CATEGORIES = {
  own: 'own code',
  library: 'library',
  jit: 'JIT code',
  kernel: 'kernel',
  gpu: 'GPU',
  unknown: 'unknown',
};

export const count = (number) => (Number.isFinite(number) ? grouped(Math.round(number)) : '–');

export const percent = (share) => (share > 0 && share < 0.0005 ? '< 0.1 %' : rounded(share, 1));

// A change of a share, in points, always with a sign.
export function points(change) {
  const text = (Math.abs(change) * 100).toFixed(1);
  return text === '0.0' ? '±0.0' : (change > 0 ? '+' : '−') + text;
}

function scaled(number, steps) {
  if (!Number.isFinite(number)) return '–';
  const [size, unit] = steps.find(([least]) => number >= least) ?? steps.at(-1);
  return `${significant(number / size)} ${unit}`.trim();
}

export const bytes = (number) => scaled(number, [[1e9, 'GB'], [1e6, 'MB'], [1e3, 'kB'], [1, 'B']]);

// A weight in the profile's unit.
export const weight = (profile, value) =>
  profile.unit === 'ns' ? duration(value) : scaled(value, [[1e9, 'G'], [1e6, 'M'], [1e3, 'k'], [1, '']]);

export const called = ({ calls, calls_text: text }) => `${text} ${calls === 1 ? 'call' : 'calls'}`;

// Shortened in the middle, because beginnings and ends distinguish C++ functions and clones.
export function shortened(text, length) {
  if (text.length <= length) return text;
  const head = Math.ceil((length - 1) * 0.6);
  return `${text.slice(0, head)}…${text.slice(text.length - (length - 1 - head))}`;
}

// The whole name, or enough of it to recognize it, or nothing.
export function fitted(name, letters) {
  if (name.length <= letters) return name;
  if (letters < 5) return '';
  return letters < 14 ? `${name.slice(0, letters - 1)}…` : shortened(name, letters);
}
