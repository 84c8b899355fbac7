// Charts whose tiles are nodes of a tree. The tab key stops at one of them; arrows go up to the caller, down
// to the callee that takes most, and along the row; Enter zooms, Escape shows all again.
import { s } from '../dom.js';
import { hideTip } from '../tip.js';
import { tips } from './parts.js';

// words(node) are a tip's, label(node) a screen reader's.
export function tileChart(title, { words, label, zoom, reset }) {
  const chart = s('svg', { class: 'tiles', role: 'tree', 'aria-label': title });
  const ofElement = new WeakMap();
  const find = (target) => ofElement.get(target.closest?.('[role=treeitem]'));
  let tiles = [];
  let stop; // the tile where the tab key stops
  tips(chart, find, (tile) => words(tile.node));

  function stopAt(tile, focus) {
    stop?.element.setAttribute('tabindex', -1);
    stop = tile;
    stop.element.setAttribute('tabindex', 0);
    if (focus) stop.element.focus();
  }
  const nearest = (row, from) => tiles
    .filter((tile) => tile.row === row && tile.x1 > from.x0 && tile.x0 < from.x1)
    .sort((a, b) => b.x1 - b.x0 - (a.x1 - a.x0))[0];
  function beside(from, step) {
    const row = tiles.filter((tile) => tile.row === from.row).sort((a, b) => a.x0 - b.x0);
    return row[row.indexOf(from) + step];
  }
  const moves = {
    ArrowUp: (from) => nearest(from.row - 1, from),
    ArrowDown: (from) => nearest(from.row + 1, from),
    ArrowLeft: (from) => beside(from, -1),
    ArrowRight: (from) => beside(from, 1),
  };

  chart.addEventListener('click', (event) => {
    const tile = find(event.target);
    if (tile) zoom(tile.node);
  });
  chart.addEventListener('focusin', (event) => {
    const tile = find(event.target);
    if (tile && tile !== stop) stopAt(tile, false);
  });
  chart.addEventListener('keydown', (event) => {
    const tile = find(event.target);
    if (!tile || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key in moves) {
      const next = moves[event.key](tile);
      if (next) stopAt(next, true);
    } else if (event.key === 'Enter' || event.key === ' ') zoom(tile.node);
    else if (event.key === 'Escape') reset();
    else return;
    event.preventDefault();
  });

  // Puts tiles (of model.js, layout) in place of those that are there; drawing(tile) gives a tile's shapes,
  // `box` is the picture's left, top, width and height.
  function show(box, placed, focus, drawing, extra = []) {
    const hadFocus = chart.contains(document.activeElement);
    tiles = placed;
    chart.setAttribute('viewBox', box.join(' '));
    chart.setAttribute('width', box[2]);
    chart.setAttribute('height', box[3]);
    for (const tile of tiles) {
      tile.element = s('g', { role: 'treeitem', tabindex: -1, 'aria-level': tile.row + 1,
        'aria-label': label(tile.node), class: tile.above ? 'tile above' : 'tile' }, drawing(tile));
      ofElement.set(tile.element, tile);
    }
    chart.replaceChildren(...extra, ...tiles.map((tile) => tile.element));
    hideTip();
    stop = undefined;
    stopAt(tiles.find((tile) => tile.node === focus), hadFocus);
  }
  return { chart, show };
}
