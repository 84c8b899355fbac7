// Who calls whom: functions as boxes, calls as arrows, in layers from callers to callees.
import { graphlib, layout } from '@dagrejs/dagre';
import { select } from 'd3-selection';
import { zoom as makeZoom, zoomIdentity } from 'd3-zoom';
import { h, s } from '../dom.js';
import { button, choice, freshId, lateFigures, onWidth, tips, zoomFilter } from './parts.js';
import { called, calls, CATEGORIES, count, percent, shortened, weight } from './words.js';

const HIGHEST = 560; // pixels of the picture
const LETTER = 6.7; // of names, 11 px and monospaced
const SMALL = 6.1; // of the rest, 10 px
const NAME = 30; // letters
const FEW = 30; // boxes, to begin with
const MOST = 50; // boxes: more cannot be read
const THRESHOLDS = [0.005, 0.01, 0.02, 0.05, 0.1];

const edgeShare = (profile, { callee, total }) => profile.share(total, profile.functions[callee].category);

// Where calls alone are known: the functions that are called most.
function graphOfCalls({ functions, edges }) {
  const drawn = functions.filter((f) => f.calls > 0).sort((a, b) => b.calls - a.calls).slice(0, FEW);
  const places = new Set(drawn.map((f) => f.index));
  const between = edges.filter((e) => places.has(e.caller) && places.has(e.callee) && e.calls > 0);
  return { functions: drawn, edges: between, rest: functions.length - drawn.length, restEdges: edges.length - between.length };
}

// What is drawn at a threshold: the functions with so much of the total in and below them, at most MOST, and if
// none has that, the largest; the edges between them; and what the rest comes to.
export function graphOf(profile, threshold) {
  if (profile.onlyCalls) return graphOfCalls(profile);
  const part = (f) => profile.share(f.total, f.category);
  const all = profile.functions.filter((f) => f.total > 0).sort((a, b) => part(b) - part(a));
  const above = all.filter((f) => part(f) >= threshold);
  const functions = above.length ? above.slice(0, MOST) : all.slice(0, FEW);
  const least = above.length && above.length <= MOST ? threshold : part(functions.at(-1) ?? {});
  const drawn = new Set(functions.map((f) => f.index));
  const edges = profile.edges.filter((e) => drawn.has(e.caller) && drawn.has(e.callee)
    && edgeShare(profile, e) >= Math.min(THRESHOLDS[0], least));
  const rest = profile.functions.filter((f) => !drawn.has(f.index));
  return { functions, edges, least, rest: rest.length,
    restSelf: rest.reduce((sum, f) => sum + profile.share(f.self, f.category), 0),
    restEdges: profile.edges.length - edges.length };
}

function laidOut(profile, { functions, edges }) {
  const graph = new graphlib.Graph();
  graph.setGraph({ rankdir: 'TB', nodesep: 24, ranksep: 32, edgesep: 14, marginx: 8, marginy: 8 });
  for (const f of functions) {
    const name = shortened(f.name, NAME);
    graph.setNode(`${f.index}`, { f, name, width: Math.max(28 * SMALL + 20, name.length * LETTER + 22),
      height: f.calls === undefined || profile.onlyCalls ? 42 : 55 });
  }
  for (const edge of edges) {
    const share = edgeShare(profile, edge);
    const label = [!profile.onlyCalls && percent(share), edge.calls !== undefined && `${calls(profile, edge.calls)}×`]
      .filter(Boolean).join(' · ');
    graph.setEdge(`${edge.caller}`, `${edge.callee}`, { share, label, width: label.length * SMALL + 8, height: 14,
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

function drawnBox(profile, { f, name, x, y, width, height }) {
  const part = (weight) => profile.share(weight, f.category);
  const figures = [!profile.onlyCalls && `${percent(part(f.total))} total · ${percent(part(f.self))} self`,
    f.calls !== undefined && called(profile, f.calls)].filter(Boolean);
  return s('g', { role: 'button', tabindex: -1, class: 'box', transform: `translate(${x - width / 2} ${y - height / 2})`,
    'aria-label': [f.name, CATEGORIES[f.category], ...figures].join(', ') },
  s('rect', { class: 'back', width, height, rx: 3 }),
  s('rect', { class: `tint ${f.category}`, width, height, rx: 3 }),
  f.self > 0 && s('rect', { class: f.category, x: 1, y: height - 5, width: Math.max(1, (width - 2) * part(f.self)), height: 4 }),
  s('text', { class: 'title', x: 10, y: 17 }, name),
  figures.map((text, i) => s('text', { x: 10, y: 31 + 13 * i }, text)));
}

const drawnLine = ({ points, share, label, x, y }, arrow) => s('g', { class: 'call' },
  s('path', { d: curve(points), 'stroke-width': (1 + 5 * Math.min(1, share)).toFixed(2), 'marker-end': `url(#${arrow})` }),
  s('text', { x, y: y + 4, 'text-anchor': 'middle' }, label));

export function callGraph(profile, rootAt) {
  if (!profile.edges.length || !graphOf(profile, 0).functions.length)
    return h('p', { class: 'empty' }, 'The engine told no callers: there is no graph.');

  let threshold = THRESHOLDS.find((least) => graphOf(profile, least).functions.length <= FEW) ?? THRESHOLDS.at(-1);
  const first = profile.verdict.f ?? graphOf(profile, threshold).functions[0];
  let graph, stop;
  const arrow = freshId('arrow');
  const marker = s('marker', { id: arrow, viewBox: '0 0 8 8', refX: 7, refY: 4, markerWidth: 8, markerHeight: 8,
    orient: 'auto', markerUnits: 'userSpaceOnUse' }, s('path', { d: 'M 0 0 L 8 4 L 0 8 z' }));
  const layer = s('g');
  const picture = s('svg', { class: 'graph', role: 'group', 'aria-label': `Call graph of ${profile.variant}`,
    height: HIGHEST }, s('defs', null, marker), layer);
  const frame = h('div', { class: 'framed' }, picture);
  const note = h('p', { class: 'caption' });
  const told = h('div');
  const ofElement = new WeakMap();
  const find = (target) => ofElement.get(target.closest?.('[role=button]'));
  tips(picture, find, ({ f }) => ({ title: f.name, facts: [
    ['module', f.module || 'unknown'], ['kind', CATEGORIES[f.category]],
    !profile.onlyCalls && ['total', weight(profile, f.total)], !profile.onlyCalls && ['self', weight(profile, f.self)],
    f.calls !== undefined && ['calls', calls(profile, f.calls)]] }));

  let height = HIGHEST;
  const width = () => picture.clientWidth || 600;
  const zoom = makeZoom().scaleExtent([0.05, 4]).extent(() => [[0, 0], [width(), height]])
    .filter(zoomFilter(picture)).on('zoom', ({ transform }) => layer.setAttribute('transform', transform));
  const view = select(picture).call(zoom).on('dblclick.zoom', null);
  const scaleBy = (factor) => view.call(zoom.scaleBy, factor);
  function whole() {
    picture.setAttribute('viewBox', `0 0 ${width()} ${height}`);
    const scale = Math.min(1, width() / graph.width, height / graph.height);
    view.call(zoom.transform, zoomIdentity
      .translate((width() - scale * graph.width) / 2, (height - scale * graph.height) / 2).scale(scale));
  }
  // Large enough to be read, with the function that matters most in the middle, as far as the graph reaches.
  function begin() {
    picture.setAttribute('viewBox', `0 0 ${width()} ${height}`);
    const { x, y } = graph.boxes.find((box) => box.f === first) ?? graph.boxes[0];
    const start = (at, room, all) => (all <= room ? (room - all) / 2 : Math.min(0, Math.max(room - all, room / 2 - at)));
    view.call(zoom.transform, zoomIdentity.translate(start(x, width(), graph.width), start(y, height, graph.height)));
  }

  function draw() {
    const found = graphOf(profile, threshold);
    graph = laidOut(profile, found);
    height = Math.max(120, Math.min(HIGHEST, Math.ceil(graph.height)));
    picture.setAttribute('height', height);
    for (const box of graph.boxes) {
      box.element = drawnBox(profile, box);
      ofElement.set(box.element, box);
    }
    layer.replaceChildren(...graph.lines.map((line) => drawnLine(line, arrow)), ...graph.boxes.map((box) => box.element));
    stop = undefined;
    stopAt(graph.boxes.find((box) => box.f === first) ?? graph.boxes[0], false);
    note.textContent = (profile.onlyCalls ? `The ${count(found.functions.length)} functions that are called most. Not drawn: ` +
      `${count(found.rest)} functions and ${count(found.restEdges)} edges.` : `${count(found.functions.length)} functions with at least ${percent(found.least)} in and below them; ` +
      `the bar at a box's foot is what it does itself. ` + (found.rest || found.restEdges ? `Not drawn: ${count(found.rest)} ` +
      `functions, ${percent(found.restSelf)} by themselves together, and ${count(found.restEdges)} edges.` : 'That is all.')) +
      ' After a click the wheel zooms; arrows go from box to box, with Shift they move the picture.';
    told.replaceChildren(lateFigures(() => edgeFigures(profile, found)));
    begin();
  }

  function stopAt(box, focus) {
    stop?.element.setAttribute('tabindex', -1);
    stop = box;
    stop?.element.setAttribute('tabindex', 0);
    if (!focus) return;
    view.call(zoom.translateTo, stop.x, stop.y);
    stop.element.focus({ preventScroll: true });
  }
  // To the nearest box that lies this way.
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
  const keys = { '+': () => scaleBy(1.3), '=': () => scaleBy(1.3), '-': () => scaleBy(1 / 1.3), 0: begin, Escape: begin,
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

  draw();
  onWidth(frame, begin);
  // On paper nobody can pan.
  const onPaper = () => (picture.isConnected ? whole() : removeEventListener('beforeprint', onPaper));
  addEventListener('beforeprint', onPaper);
  return h('div', null,
    h('div', { class: 'controls' },
      profile.onlyCalls ? h('span') : choice('Functions from', THRESHOLDS.map((least) => [`${least}`, percent(least)]), `${threshold}`, (least) => {
        threshold = Number(least);
        draw();
      }),
      h('div', { class: 'buttons', role: 'group', 'aria-label': 'Zoom of the graph' },
        button('−', () => scaleBy(1 / 1.4), { 'aria-label': 'Smaller' }),
        button('+', () => scaleBy(1.4), { 'aria-label': 'Larger' }),
        button('Whole graph', whole), button('Reset', begin))),
    frame, note, told);
}

function edgeFigures(profile, { edges }) {
  const name = (i) => h('span', { class: 'code' }, profile.functions[i].name);
  return [`Edges of ${profile.variant} that are drawn; totals are the callee's when called from there`,
    [{ name: 'caller' }, { name: 'callee' }, ...['total', 'total %', 'calls'].map((title) => ({ name: title, right: true }))],
    [...edges].sort((a, b) => b.total - a.total).map((e) => [name(e.caller), name(e.callee), weight(profile, e.total),
      percent(edgeShare(profile, e)), calls(profile, e.calls)])];
}
