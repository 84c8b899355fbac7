// The calling contexts from the middle outwards: an angle is a share.
import { arc as makeArc } from 'd3-shape';
import { s } from '../dom.js';
import { layout, share } from './model.js';
import { freshId } from './parts.js';
import { fitted, percent, shortened } from './words.js';

const LETTER = 6.1; // of the labels' 10 px, monospaced
const RINGS = 9; // that are seen at once; zooming shows those further out
const CIRCLE = 2 * Math.PI;

// A label that follows its arc, read from outside above the middle and from inside below it. The path that
// it follows goes into `paths`.
function along(text, [from, to], radius, paths) {
  const id = freshId('arc');
  const middle = (from + to) / 2;
  const below = Math.cos(middle) < 0;
  const r = radius + (below ? 3.5 : -3.5);
  const half = Math.min((to - from) / 2, 3.1);
  const point = (angle) => `${(Math.sin(angle) * r).toFixed(2)} ${(-Math.cos(angle) * r).toFixed(2)}`;
  const [start, end] = below ? [middle + half, middle - half] : [middle - half, middle + half];
  paths.append(s('path', { id,
    d: `M ${point(start)} A ${r} ${r} 0 ${half > Math.PI / 2 ? 1 : 0} ${below ? 0 : 1} ${point(end)}` }));
  return s('text', { class: 'along' }, s('textPath', { href: `#${id}`, startOffset: '50%' }, text));
}

// Draws into a tileChart (tiles.js); returns how many nodes were too small or too far out.
export function drawSunburst(tiles, { profile, focus, width }) {
  const radius = width / 2 - 1;
  const found = layout(focus, 0.5 / (Math.PI * width));
  const level = (tile) => tile.row - focus.depth;
  const inside = found.tiles.filter((tile) => level(tile) >= 0 && level(tile) <= RINGS);
  const further = found.tiles.filter((tile) => level(tile) > RINGS).length;
  const rings = Math.max(3, ...new Set(inside.map(level)));
  const middle = radius * 0.25;
  const ring = (radius - middle) / rings;
  const arc = makeArc().padRadius(radius);
  const paths = s('defs');

  const centre = (node) => [
    s('circle', { r: middle - 2, class: node.category }),
    s('text', { class: 'centre', y: -2 }, shortened(node.name, Math.floor((middle * 1.8) / LETTER))),
    s('text', { class: 'centre large', y: 16 }, percent(share(profile, node.total, node.category)))];

  tiles.show([-width / 2, -width / 2, width, width], inside, focus, (tile) => {
    const { node, x0, x1 } = tile;
    if (node === focus) return centre(node);
    const innerRadius = middle + (level(tile) - 1) * ring;
    const [startAngle, endAngle] = [x0 * CIRCLE, x1 * CIRCLE];
    const text = fitted(node.name, Math.floor(((endAngle - startAngle) * (innerRadius + ring / 2) - 12) / LETTER));
    return [
      s('path', { class: node.category, d: arc({ innerRadius, outerRadius: innerRadius + ring - 1, startAngle, endAngle,
        padAngle: Math.min(0.004, (endAngle - startAngle) / 4) }) }),
      text && ring >= 14 && along(text, [startAngle, endAngle], innerRadius + ring / 2, paths)];
  }, [paths]);
  return found.hidden + further;
}
