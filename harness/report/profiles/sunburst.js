// The calling contexts from the middle outwards: an angle is a share.

import { arc as make_arc } from 'd3-shape';
import { fresh_id, svg } from './dom.js';
import { layout } from './model.js';
import { percent, shortened } from './words.js';

const LETTER = 6.1; // of the labels' 10 px, monospaced
const RINGS = 9; // that are seen at once; zooming shows those further out

// Draws into a tile_chart (tiles.js); returns how many nodes were too small or too far out.
export function draw_sunburst(tiles, { profile, focus, width }) {
  const radius = width / 2 - 1;
  const found = layout(focus, 0.5 / (Math.PI * width));
  const inside = found.tiles.filter((tile) => !tile.above && tile.row - focus.depth <= RINGS);
  const out = found.tiles.filter((tile) => tile.row - focus.depth > RINGS).length;
  const rings = Math.max(3, Math.max(...inside.map((tile) => tile.row)) - focus.depth);
  const middle = radius * 0.25;
  const ring = (radius - middle) / rings;
  const arc = make_arc();
  const shapes = svg('defs');
  const draw = ({ node, row, x0, x1 }) => {
    const level = row - focus.depth;
    if (level === 0)
      return [
        svg('circle', { r: middle - 2, class: node.category }),
        svg('text', { class: 'middle', y: -2 }, shortened(node.name, Math.floor((middle * 1.8) / LETTER))),
        svg('text', { class: 'middle share', y: 16 }, percent(node.total / (profile.total || 1))),
      ];
    const inner = middle + (level - 1) * ring;
    const [from, to] = [x0 * 2 * Math.PI, x1 * 2 * Math.PI];
    const path = svg('path', {
      class: node.category,
      d: arc({
        innerRadius: inner,
        outerRadius: inner + ring - 1,
        startAngle: from,
        endAngle: to,
        padAngle: Math.min(0.004, (to - from) / 4),
        padRadius: radius,
      }),
    });
    const letters = Math.floor(((to - from) * (inner + ring / 2) - 12) / LETTER);
    if (letters < 4 || ring < 14) return [path];
    return [path, along(node.name, letters, (from + to) / 2, to - from, inner + ring / 2)];
  };
  // A label that follows its arc, its feet inwards above the middle and outwards below.
  function along(name, letters, at, angle, r) {
    const id = fresh_id('arc');
    const below = Math.cos(at) < 0;
    const point = (a, far) => `${(Math.sin(a) * far).toFixed(2)} ${(-Math.cos(a) * far).toFixed(2)}`;
    const far = r + (below ? 3.5 : -3.5);
    const half = Math.min(angle / 2, 3.1);
    const ends = below ? [at + half, at - half] : [at - half, at + half];
    shapes.append(
      svg('path', {
        id,
        d:
          `M ${point(ends[0], far)} A ${far} ${far} 0 ` +
          `${half > Math.PI / 2 ? 1 : 0} ${below ? 0 : 1} ${point(ends[1], far)}`,
      }),
    );
    return svg(
      'text',
      { class: 'along' },
      svg('textPath', { href: `#${id}`, startOffset: '50%' }, shortened(name, letters)),
    );
  }
  tiles.show(width, width, inside, focus, draw, [shapes]);
  tiles.chart.setAttribute('viewBox', `${-width / 2} ${-width / 2} ${width} ${width}`);
  return found.hidden + out;
}
