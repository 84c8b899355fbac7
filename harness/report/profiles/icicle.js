// The calling contexts from the top down: a tile's width is its share. With a change on each node
// (model.js, compare), its colour tells that.

import { svg } from './dom.js';
import { layout } from './model.js';
import { points, shortened } from './words.js';

export const ROW = 22;
const LETTER = 6.7; // of the labels' 11 px, monospaced

function label(node, letters, differential) {
  if (!differential) return fitted(node.name, letters);
  const change = points(node.change);
  const name = fitted(node.name, letters - change.length - 1);
  return name ? `${name} ${change}` : letters >= change.length ? change : '';
}

// All of a name, or enough of it to be told from others, or nothing.
function fitted(name, letters) {
  if (name.length <= letters) return name;
  if (letters < 5) return '';
  return letters < 14 ? `${name.slice(0, letters - 1)}…` : shortened(name, letters);
}

// How strong a change's colour is: as strong as can be at the greatest of all.
export function greatest_change(tree) {
  return tree.all.reduce((most, node) => Math.max(most, Math.abs(node.change)), 0.05);
}

// How many rows show all that has room for a label when nothing is zoomed, and a bit below.
export function rows_worth_seeing(tree, width) {
  const least = (40 / width) * tree.root.total;
  const deepest = tree.all.reduce((row, node) => (node.total >= least ? Math.max(row, node.depth) : row), 0);
  return Math.min(Math.max(deepest + 3, 8), tree.depth + 1);
}

// Draws into a tile_chart (tiles.js); returns how many nodes were too small.
export function draw_icicle(tiles, { tree, focus, width, differential }) {
  const { tiles: placed, hidden } = layout(focus, 0.5 / width);
  const most = differential ? greatest_change(tree) : 1;
  tiles.show(width, (tree.depth + 1) * ROW, placed, focus, ({ node, row, x0, x1 }) => {
    const wide = (x1 - x0) * width;
    const gap = wide > 4 ? 1 : 0;
    const rect = svg('rect', {
      x: (x0 * width).toFixed(2),
      y: row * ROW,
      height: ROW - 1,
      width: (wide - gap).toFixed(2),
    });
    const text = label(node, Math.floor((wide - 9) / LETTER), differential);
    if (differential && Math.abs(node.change) >= 0.0005) {
      rect.setAttribute('class', node.change > 0 ? 'more' : 'less');
      rect.setAttribute('fill-opacity', (0.12 + 0.8 * Math.min(1, Math.abs(node.change) / most)).toFixed(3));
    } else rect.setAttribute('class', differential ? 'even' : node.category);
    return text ? [rect, svg('text', { x: (x0 * width + 5).toFixed(2), y: row * ROW + 15 }, text)] : [rect];
  });
  return hidden;
}
