// The calling contexts from the top down: a tile's width is its share. In a comparison, colour and label show the
// change of the tile's function.
import { s } from '../dom.js';
import { layout } from './model.js';
import { fitted, points } from './words.js';

export const ROW = 22;
const LETTER = 6.7; // of the labels' 11 px, monospaced
const LEAST_SEEN = 0.5; // pixels

// `told`, of an outline's nodes, is their share.
function label(node, letters, change) {
  const whole = node.told ? `${node.name} ${node.told}` : node.name;
  if (!change) return whole.length <= letters ? whole : fitted(node.name, letters);
  const told = points(change.change);
  const name = fitted(node.name, letters - told.length - 1);
  return name ? `${name} ${told}` : letters >= told.length ? told : '';
}

// How many rows show everything that has room for a label before zooming, and a little more.
export function rowsWorthSeeing(tree, width) {
  const least = (40 / width) * tree.root.total;
  const deepest = tree.all.reduce((row, node) => (node.total >= least ? Math.max(row, node.depth) : row), 0);
  return Math.min(Math.max(deepest + 3, 8), tree.depth + 1);
}

// Draws into a tileChart (tiles.js); returns how many nodes were too small. In a comparison, changeOf(node) returns a
// row of "changes" (harness/profile/show/profile_page.h), or nothing if the function hasn't changed.
export function drawIcicle(tiles, { tree, focus, width, changeOf }) {
  const { tiles: placed, hidden } = layout(focus, LEAST_SEEN / width);
  // The largest change has the strongest colour; small changes don't look large.
  const most = changeOf && tree.all.reduce((far, node) => Math.max(far, Math.abs(changeOf(node)?.change ?? 0)), 0.05);
  const look = (node) => {
    if (!changeOf) return { class: node.category };
    const { change } = changeOf(node) ?? { change: 0 };
    if (Math.abs(change) < 0.0005) return { class: 'even' };
    return { class: change > 0 ? 'more' : 'less',
      'fill-opacity': (0.12 + 0.8 * Math.min(1, Math.abs(change) / most)).toFixed(3) };
  };
  tiles.show([0, 0, width, (tree.depth + 1) * ROW], placed, focus, ({ node, row, x0, x1 }) => {
    const wide = (x1 - x0) * width;
    const text = label(node, Math.floor((wide - 9) / LETTER), changeOf?.(node));
    return [
      s('rect', { x: (x0 * width).toFixed(2), y: row * ROW, width: (wide - (wide > 4 ? 1 : 0)).toFixed(2),
        height: ROW - 1, ...look(node) }),
      text && s('text', { x: (x0 * width + 5).toFixed(2), y: row * ROW + 15 }, text)];
  });
  return hidden;
}
