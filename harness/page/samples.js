// Every sample: a dot per round, and a small chart for each variant.
import { max } from 'd3-array';
import { scaleLinear } from 'd3-scale';
import { figures as numbers, h, heading, key, legend, s } from './dom.js';
import { duration, pc, percent } from './format.js';
import { marks } from './tip.js';

const MOST = 0.6; // dots further from the median are drawn at the edge

const STEPS = [0.5, 0.4, 0.3, 0.2, 0.15, 0.1, 0.05, 0.04]; // what the scale may name above and below the median

const signed = (value) => (value ? `${value > 0 ? '+' : '−'}${percent(Math.abs(value))}` : '0');
const KINDS = { plain: 'sample', outlier: 'outlier', disturbed: 'disturbed from outside' };

function small(row, x, y, step) {
  const dots = row.samples.map(({ round, position, ns, off, kind, disturbed, outlier }) => ({
    node: s('circle', { class: `sample ${kind}`, cx: pc(x(round)), cy: pc(y(off)), r: 3 }),
    words: { title: `${row.name}, round ${round}`,
      facts: [['time', duration(ns, 4)], ['from the median', `${off >= 0 ? '+' : '−'}${percent(Math.abs(off), 1)}`],
        ['ran as number', String(position)], ['disturbed', disturbed],
        ['outlier', outlier && 'far from the others, and in every figure'],
        ['drawn', Math.abs(off) > MOST && 'at the edge']] } }));
  marks(dots);
  const [high, low] = (row.ci_ns ?? []).map((end) => y(end / row.median_ns - 1)).reverse();
  const grid = [-step, 0, step];
  return h('figure', { class: 'small' },
    h('figcaption', null, h('span', { class: 'name', title: row.name }, row.name), h('span', { class: 'time' }, duration(row.median_ns))),
    s('svg', { role: 'group', 'aria-label': `Samples of ${row.name}` },
      row.ci_ns && s('rect', { class: 'band', x: 0, width: '100%', y: pc(high), height: pc(low - high) }),
      grid.map((value) => s('line', { class: value === 0 ? 'middle' : 'grid', x1: 0, x2: '100%', y1: pc(y(value)), y2: pc(y(value)) })),
      grid.map((value) => s('text', { x: -6, y: pc(y(value)), 'aria-hidden': 'true' }, signed(value))),
      dots.map(({ node }) => node)));
}

export function samples(section, model) {
  const rows = model.rows.filter((row) => !row.missing);
  const all = rows.flatMap((row) => row.samples);
  const most = max(all, (sample) => Math.abs(sample.off)) ?? 0;
  heading(section, 'samples-title', 'Samples',
    'Every sample of every variant by its round, from left to right: how far it is from the variant’s median, on one ' +
    `scale for all.${most > MOST ? ` What is further than ${percent(MOST)} stands at the edge.` : ''} Noise is spread, drift a slope.`);
  if (!rows.length) {
    section.append(h('p', { class: 'empty' }, 'No samples were taken.'));
    return;
  }
  const reach = Math.min(MOST, Math.max(0.05, most * 1.1));
  const last = max(all, (sample) => sample.round);
  const x = scaleLinear().domain([0.4, last + 0.6]).range([0, 100]);
  const y = scaleLinear().domain([reach, -reach]).range([4, 96]).clamp(true);
  const kinds = new Set(all.map((sample) => sample.kind));
  const step = STEPS.find((value) => value <= 0.9 * reach);
  section.append(legend(...Object.entries(KINDS).filter(([kind]) => kinds.has(kind)).map(([kind, words]) => [key(`sample ${kind}`), words]),
    [key('band'), '95 % interval of the median']),
  h('div', { class: 'smalls' }, rows.map((row) => small(row, x, y, step))));
  const rounds = Array.from({ length: last }, (_, i) => i + 1);
  section.append(numbers('Samples by round', [{ name: 'variant' }, ...rounds.map((round) => ({ name: String(round), right: true }))],
    rows.map((row) => [row.name, ...rounds.map((round) => {
      const found = row.samples.find((sample) => sample.round === round);
      return found ? duration(found.ns, 4) : '';
    })])));
}
