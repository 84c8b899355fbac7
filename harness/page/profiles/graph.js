// Who calls whom: functions as boxes, calls as arrows, in layers from callers to callees.
import { graphlib, layout } from '@dagrejs/dagre';
import { select } from 'd3-selection';
import { zoom as makeZoom, zoomIdentity, zoomTransform } from 'd3-zoom';
import { h, legend, s } from '../dom.js';
import { button, choice, freshId, lateFigures, onWidth, tips, zoomFilter } from './parts.js';
import { called, CATEGORIES, count, percent, shortened, weight } from './words.js';

const HIGHEST = 800; // pixels of the picture
const LEGIBLE = 0.82; // of the full size: smaller letters are hard to read
const LETTER = 7.3; // of names, 12 px and monospaced
const SMALL = 6.7; // of the rest, 11 px
const NAME = 30; // letters
const FEW = 30; // boxes, if none reaches the threshold
const MOST = 50; // boxes: more cannot be read
const THRESHOLDS = [0.005, 0.01, 0.02, 0.05, 0.1];

// What is drawn at a threshold: functions with at least that share of the total, at most MOST of them (the largest, if
// none has it); the edges between them; and the sum of the rest.
function graphOf(profile, threshold) {
  const all = profile.functions.filter((f) => f.total > 0).sort((a, b) => b.share - a.share);
  const above = all.filter((f) => f.share >= threshold);
  const functions = above.length ? above.slice(0, MOST) : all.slice(0, FEW);
  const least = above.length && above.length <= MOST ? threshold : functions.at(-1)?.share;
  const drawn = new Set(functions.map((f) => f.index));
  const edges = profile.edges.filter((e) => drawn.has(e.caller) && drawn.has(e.callee)
    && e.share >= Math.min(THRESHOLDS[0], least));
  return { functions, edges, least, rest: profile.functions.length - functions.length,
    restEdges: profile.edges.length - edges.length };
}

function laidOut({ functions, edges }) {
  const graph = new graphlib.Graph();
  graph.setGraph({ rankdir: 'TB', nodesep: 24, ranksep: 12, edgesep: 14, marginx: 8, marginy: 8 });
  for (const f of functions) {
    const name = shortened(f.name, NAME);
    graph.setNode(`${f.index}`, { f, name, width: Math.max(28 * SMALL + 20, name.length * LETTER + 22),
      height: f.calls === undefined ? 39 : 53 });
  }
  for (const edge of edges) {
    const label = [percent(edge.share), edge.calls_text && `${edge.calls_text}×`].filter(Boolean).join(' · ');
    graph.setEdge(`${edge.caller}`, `${edge.callee}`, { share: edge.share, label, width: label.length * SMALL + 8, height: 14,
      labelpos: 'r', labeloffset: 6 });
  }
  layout(graph);
  const { width, height } = graph.graph();
  return { width, height, boxes: graph.nodes().map((id) => graph.node(id)), lines: graph.edges().map((id) => graph.edge(id)) };
}

// Through the middles between its points.
function curve(points) {
  const at = ({ x, y }) => `${x.toFixed(1)} ${y.toFixed(1)}`;
  const between = (a, b) => ({ x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 });
  const last = points.length - 1;
  const bends = points.slice(1, last).map((point, i) =>
    `Q ${at(point)} ${at(i + 2 === last ? points[last] : between(point, points[i + 2]))}`);
  return `M ${at(points[0])} ${bends.length ? bends.join(' ') : `L ${at(points[last])}`}`;
}

function drawnBox({ f, name, x, y, width, height }) {
  const figures = [`${percent(f.share)} total · ${percent(f.self_share)} self`, f.calls_text && called(f)].filter(Boolean);
  return s('g', { role: 'button', tabindex: -1, class: 'box', transform: `translate(${x - width / 2} ${y - height / 2})`,
    'aria-label': [f.name, CATEGORIES[f.category], ...figures].join(', ') },
  s('rect', { class: 'back', width, height, rx: 3 }),
  s('rect', { class: `tint ${f.category}`, width, height, rx: 3 }),
  f.self > 0 && s('rect', { class: f.category, x: 1, y: height - 5, width: Math.max(1, (width - 2) * f.self_share), height: 4 }),
  s('text', { class: 'title', x: 10, y: 16 }, name),
  figures.map((text, i) => s('text', { x: 10, y: 30 + 14 * i }, text)));
}

const drawnLine = ({ points, share }, arrow) => s('path', { class: 'call', d: curve(points),
  'stroke-width': (1 + 5 * Math.min(1, share)).toFixed(2), 'marker-end': `url(#${arrow})` });
const drawnLabel = ({ label, x, y }) => s('text', { class: 'told', x, y: y + 4, 'text-anchor': 'middle' }, label);

export function callGraph(profile, rootAt) {
  if (!profile.edges.length || !graphOf(profile, 0).functions.length)
    return h('p', { class: 'empty' }, 'The engine told no callers: there is no graph.');

  let width = 0;
  let height = 0;
  let graph, hottest, stop;
  let before; // what was seen before it was printed, while it is
  const arrow = freshId('arrow');
  const marker = s('marker', { id: arrow, viewBox: '0 0 8 8', refX: 7, refY: 4, markerWidth: 8, markerHeight: 8,
    orient: 'auto', markerUnits: 'userSpaceOnUse' }, s('path', { d: 'M 0 0 L 8 4 L 0 8 z' }));
  const layer = s('g');
  const picture = s('svg', { class: 'graph', role: 'group', 'aria-label': `Call graph of ${profile.variant}` },
  s('defs', null, marker), layer);
  const frame = h('div', { class: 'framed' }, picture);
  const note = h('p', { class: 'caption' });
  const beyond = h('p', { class: 'caption', hidden: true }, 'Not all of it is in the frame, where its letters could not ' +
    'be read: it opens at the function of the verdict.');
  const kinds = h('div');
  const told = h('div');
  const ofElement = new WeakMap();
  const find = (target) => ofElement.get(target.closest?.('[role=button]'));
  tips(picture, find, ({ f }) => ({ title: f.name, facts: [
    ['module', f.module || 'unknown'], ['kind', CATEGORIES[f.category]],
    ['total', weight(profile, f.total)], ['self', weight(profile, f.self)], f.calls_text && ['calls', f.calls_text]] }));

  const zoom = makeZoom().scaleExtent([0.05, 4]).extent(() => [[0, 0], [width, height]])
    .filter(zoomFilter(picture)).on('zoom', ({ transform }) => layer.setAttribute('transform', transform));
  const view = select(picture).call(zoom).on('dblclick.zoom', null);
  const scaleBy = (factor) => view.call(zoom.scaleBy, factor);
  // Shows all of it, as large as the frame and a screen's height allow.
  const fitting = ({ width: wide, height: high }) => Math.min(1, width / wide, HIGHEST / high);
  function frameOf(scale) {
    height = Math.min(HIGHEST, Math.ceil(scale * graph.height));
    picture.setAttribute('height', height);
    picture.setAttribute('viewBox', `0 0 ${width} ${height}`);
  }
  function whole() {
    const scale = fitting(graph);
    view.call(zoom.transform, zoomIdentity
      .translate((width - scale * graph.width) / 2, (height - scale * graph.height) / 2).scale(scale));
  }
  // At first shows all of it if that is legible, else as much as is legible, around the verdict's function.
  function opening() {
    const scale = Math.max(fitting(graph), LEGIBLE);
    frameOf(scale);
    beyond.hidden = scale === fitting(graph);
    if (beyond.hidden) {
      whole();
      return;
    }
    const from = (at, room, all) => (scale * all <= room ? (room - scale * all) / 2
      : Math.min(0, Math.max(room - scale * all, room / 2 - scale * at)));
    view.call(zoom.transform, zoomIdentity
      .translate(from(hottest.x, width, graph.width), from(hottest.y, height, graph.height)).scale(scale));
  }
  // Large enough to read on any screen, with the focused function in the middle.
  function fullSize() {
    view.call(zoom.transform, zoomIdentity);
    view.call(zoom.translateTo, stop.x, stop.y);
  }

  // As many functions as are legible when all are shown; if none are, the largest.
  function chosen() {
    let best;
    for (const least of THRESHOLDS) {
      const found = graphOf(profile, least);
      const laid = laidOut(found);
      const scale = fitting(laid);
      if (!best || scale > best.scale) best = { least, found, laid, scale };
      if (scale >= LEGIBLE) break;
    }
    return best;
  }

  function draw(found, laid) {
    graph = laid;
    for (const box of graph.boxes) {
      box.element = drawnBox(box);
      ofElement.set(box.element, box);
    }
    layer.replaceChildren(...graph.lines.map((line) => drawnLine(line, arrow)),
      ...graph.lines.filter((line) => line.label).map(drawnLabel), ...graph.boxes.map((box) => box.element));
    stop = undefined;
    hottest = graph.boxes.find((box) => box.f.index === profile.verdict.function) ?? graph.boxes[0];
    stopAt(hottest, false);
    note.textContent = `${count(found.functions.length)} functions with at least ${percent(found.least)} in and below them; ` +
      `the bar at a box's foot is what it does itself. ` + (found.rest || found.restEdges
      ? `Not drawn: ${count(found.rest)} functions and ${count(found.restEdges)} edges.` : 'That is all.') +
      ' A drag moves the picture; the wheel zooms it after a click, and so do + and −. Arrows go from box to box, ' +
      'with Shift they move the picture; 1 is full size, 0 all of it.';
    kinds.replaceChildren(legend(...Object.keys(CATEGORIES).filter((kind) => found.functions.some((f) => f.category === kind))
      .map((kind) => [h('i', { class: `key ${kind}`, 'aria-hidden': 'true' }), CATEGORIES[kind]])));
    told.replaceChildren(lateFigures(() => edgeFigures(profile, found)));
    opening();
  }

  function inSight({ x, y, width: wide, height: high }) {
    const [[left, top], [right, bottom]] = [[x - wide / 2, y - high / 2], [x + wide / 2, y + high / 2]]
      .map((corner) => zoomTransform(picture).apply(corner));
    return left >= 0 && top >= 0 && right <= width && bottom <= height;
  }
  function stopAt(box, focus) {
    stop?.element.setAttribute('tabindex', -1);
    stop = box;
    stop?.element.setAttribute('tabindex', 0);
    if (!focus) return;
    if (!inSight(stop)) view.call(zoom.translateTo, stop.x, stop.y);
    stop.element.focus({ preventScroll: true });
  }
  // Goes to the nearest box in this direction.
  function go(dx, dy) {
    const far = (box) => {
      const [x, y] = [box.x - stop.x, box.y - stop.y];
      const ahead = x * dx + y * dy;
      return ahead < 4 ? Infinity : ahead + 3 * Math.abs(x * dy + y * dx);
    };
    const next = graph.boxes.reduce((best, box) => (far(box) < far(best) ? box : best), stop);
    if (next !== stop) stopAt(next, true);
  }

  const arrows = { ArrowUp: [0, -1], ArrowDown: [0, 1], ArrowLeft: [-1, 0], ArrowRight: [1, 0] };
  const keys = { '+': () => scaleBy(1.3), '=': () => scaleBy(1.3), '-': () => scaleBy(1 / 1.3), 0: whole, Escape: opening, 1: fullSize,
    Enter: () => rootAt?.(stop.f.index), ' ': () => rootAt?.(stop.f.index) };
  picture.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const [dx, dy] = arrows[event.key] ?? [];
    if (dx !== undefined && event.shiftKey) view.call(zoom.translateBy, -60 * dx, -60 * dy);
    else if (dx !== undefined) go(dx, dy);
    else if (keys[event.key]) keys[event.key]();
    else return;
    event.preventDefault();
  });
  picture.addEventListener('focusin', (event) => {
    const box = find(event.target);
    if (box && box !== stop) stopAt(box, false);
  });
  picture.addEventListener('click', (event) => {
    const box = find(event.target);
    if (box) rootAt?.(box.f.index);
  });

  const shares = choice('Functions from', THRESHOLDS.map((least) => [`${least}`, percent(least)]), '', (least) => {
    const found = graphOf(profile, Number(least));
    draw(found, laidOut(found));
  });
  onWidth(frame, (now) => {
    width = now;
    if (graph) {
      (before ? onPaper : opening)();
      return;
    }
    const { least, found, laid } = chosen();
    shares.querySelector('select').value = `${least}`;
    draw(found, laid);
  });
  // Nobody can pan on paper: prints all, then restores the view.
  const onPaper = () => {
    if (!picture.isConnected) {
      removeEventListener('beforeprint', onPaper);
      removeEventListener('afterprint', offPaper);
    } else if (graph) {
      before ??= zoomTransform(picture);
      beyond.hidden = true;
      frameOf(fitting(graph));
      whole();
    }
  };
  const offPaper = () => {
    if (!before) return;
    opening();
    view.call(zoom.transform, before);
    before = undefined;
  };
  addEventListener('beforeprint', onPaper);
  addEventListener('afterprint', offPaper);
  return h('div', null,
    h('div', { class: 'controls' },
      shares,
      h('div', { class: 'buttons', role: 'group', 'aria-label': 'Zoom of the graph' },
        button('−', () => scaleBy(1 / 1.4), { 'aria-label': 'Smaller' }),
        button('+', () => scaleBy(1.4), { 'aria-label': 'Larger' }),
        button('Full size', fullSize), button('All', whole, { 'aria-label': 'All of it' }), button('Reset', opening))),
    frame, kinds, beyond, note, told);
}

function edgeFigures(profile, { edges }) {
  const name = (i) => h('span', { class: 'code' }, profile.functions[i].name);
  return [`Edges of ${profile.variant} that are drawn; totals are the callee's when called from there`,
    [{ name: 'caller' }, { name: 'callee' }, ...['total', 'total %', 'calls'].map((title) => ({ name: title, right: true }))],
    [...edges].sort((a, b) => b.total - a.total).map((e) => [name(e.caller), name(e.callee), weight(profile, e.total),
      percent(e.share), e.calls_text ?? '–'])];
}
