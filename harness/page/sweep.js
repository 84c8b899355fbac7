// The thread sweep: what more threads gained, in a small chart for each variant, with logarithmic axes.
import { max, min } from 'd3-array';
import { scaleLog } from 'd3-scale';
import { h, heading, key, legend, s } from './dom.js';
import { gained, pc, percent, plural, timesPair } from './format.js';
import { marks } from './tip.js';

// The measured counts: the first, the last, and as many between as fit.
function ticks(all) {
  const counts = [...new Set(all)].sort((a, b) => b - a);
  const first = counts[counts.length - 1];
  const room = 0.19 * Math.log(counts[0] / first); // under a fifth: 1, 2, 4, .. 32 have it
  const kept = counts.slice(0, 1);
  for (const count of counts.slice(1, -1))
    if (Math.min(Math.log(kept[0] / count), Math.log(count / first)) >= room) kept.unshift(count);
  return counts.length > 1 ? [first, ...kept] : kept;
}

function small(name, points, x, y, counts) {
  const last = points[points.length - 1];
  const at = (point) => [pc(x(point.threads)), pc(y(point.speedup))];
  const line = (given, [x1, y1], [x2, y2]) => s('line', { class: given, x1, y1, x2, y2 });
  const dots = points.map((point) => {
    const [cx, cy] = at(point);
    return { node: s('circle', { class: 'sample', cx, cy, r: 4 }), words: { title: `${name}, ${plural(point.threads, 'thread')}`, facts: [
      ['speed-up', gained(point.speedup)], ['interval', point.threads > 1 && point.ci && timesPair(point.ci)],
      ['efficiency', percent(point.efficiency)]] } };
  });
  marks(dots);
  return h('figure', { class: 'small swept' },
    h('figcaption', null, h('span', { class: 'name', title: name }, name), h('span', { class: 'time' }, gained(last.speedup))),
    s('svg', { role: 'group', 'aria-label': `Speed-up of ${name}` },
      line('grid', [pc(x(1)), pc(y(1))], [pc(x(counts[counts.length - 1])), pc(y(counts[counts.length - 1]))]),
      points.slice(1).map((point, i) => line('trend', at(points[i]), at(point))),
      points.filter((point) => point.ci).map((point) => line('interval', ...point.ci.map((end) => [pc(x(point.threads)), pc(y(end))]))),
      counts.flatMap((count) => [
        s('text', { x: -6, y: pc(y(count)), 'aria-hidden': 'true' }, `${count}×`),
        s('text', { class: 'below', x: pc(x(count)), y: '100%', dy: 10, 'aria-hidden': 'true' }, `${count}`)]),
      dots.map(({ node }) => node)));
}

export function sweep(section, model) {
  const variants = model.figures.sweep;
  if (!variants.length) {
    section.remove();
    return;
  }
  const points = variants.flatMap((variant) => variant.points);
  const most = max(points, (point) => point.threads);
  const ends = points.flatMap((point) => [point.speedup, ...(point.ci ?? [])]);
  const counts = ticks(points.map((point) => point.threads));
  const x = scaleLog().domain([1, most]).range([6, 94]);
  const y = scaleLog().domain([Math.min(1, min(ends)), Math.max(most, max(ends))]).range([92, 8]);
  heading(section, 'sweep-title', 'More threads', 'How many times as fast a variant is (upwards) on so many threads (to the right) ' +
    'as on one. On the dotted line no thread would be idle or in another’s way.');
  section.append(legend([key('sample'), 'speed-up, with its interval']),
    h('div', { class: 'smalls' }, variants.map((variant) => small(variant.name, variant.points, x, y, counts))),
    h('p', { class: 'caption' }, 'The figures are in the table “The thread sweep” below.'));
}
