// Charts whose tiles are nodes of a tree. One tile is in the tab order; arrows go up to the caller,
// down to the callee that takes most, and along the row; Enter zooms, Escape shows all again.

import { svg } from './dom.js';

export function tile_chart(label, { facts, words, zoom, reset, tip }) {
  const chart = svg('svg', { class: 'tiles', role: 'tree', 'aria-label': label });
  const of_element = new WeakMap();
  let tiles = [];
  let stop; // the tile in the tab order

  const find = (target) => of_element.get(target.closest?.('[role=treeitem]'));
  tip.attach(chart, find, (tile) => facts(tile.node));

  function stop_at(tile, focus) {
    stop?.element.setAttribute('tabindex', -1);
    stop = tile;
    stop.element.setAttribute('tabindex', 0);
    if (focus) stop.element.focus();
  }
  function nearest(row, from) {
    return tiles
      .filter((tile) => tile.row === row && tile.x1 > from.x0 && tile.x0 < from.x1)
      .sort((a, b) => b.x1 - b.x0 - (a.x1 - a.x0))[0];
  }
  function beside(from, forward) {
    const row = tiles.filter((tile) => tile.row === from.row).sort((a, b) => a.x0 - b.x0);
    return row[row.indexOf(from) + (forward ? 1 : -1)];
  }
  const moves = {
    ArrowUp: (from) => nearest(from.row - 1, from),
    ArrowDown: (from) => nearest(from.row + 1, from),
    ArrowLeft: (from) => beside(from, false),
    ArrowRight: (from) => beside(from, true),
  };

  chart.addEventListener('click', (event) => {
    const tile = find(event.target);
    if (tile) zoom(tile.node);
  });
  chart.addEventListener('focusin', (event) => {
    const tile = find(event.target);
    if (tile && tile !== stop) stop_at(tile, false);
  });
  chart.addEventListener('keydown', (event) => {
    const tile = find(event.target);
    if (!tile || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key in moves) {
      const next = moves[event.key](tile);
      if (next) stop_at(next, true);
    } else if (event.key === 'Enter' || event.key === ' ') zoom(tile.node);
    else if (event.key === 'Escape') reset();
    else return;
    event.preventDefault();
  });

  // Puts tiles in place of those that are there; `drawing(tile)` gives a tile's shapes.
  function show(width, height, placed, focus, drawing, extra = []) {
    const had_focus = chart.contains(document.activeElement);
    tiles = placed;
    chart.setAttribute('viewBox', `0 0 ${width} ${height}`);
    chart.setAttribute('width', width);
    chart.setAttribute('height', height);
    for (const tile of tiles) {
      tile.element = svg(
        'g',
        {
          role: 'treeitem',
          tabindex: -1,
          'aria-level': tile.row + 1,
          'aria-label': words(tile.node),
          class: `tile ${tile.above ? 'above' : ''}`,
        },
        drawing(tile),
      );
      of_element.set(tile.element, tile);
    }
    chart.replaceChildren(...extra, ...tiles.map((tile) => tile.element));
    tip.hide();
    stop_at(tiles.find((tile) => tile.node === focus) ?? tiles[0], had_focus);
  }
  return { chart, show };
}
