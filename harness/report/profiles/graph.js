// Who calls whom: functions as boxes, calls as arrows, laid out in layers.

import { graphlib, layout } from '@dagrejs/dagre';
import { select } from 'd3-selection';
import { zoom as make_zoom, zoomIdentity } from 'd3-zoom';
import { button, choice, fresh_id, html, numbers, on_width, svg, table } from './dom.js';
import { verdict } from './model.js';
import { calls, CATEGORIES, count, percent, shortened, weight } from './words.js';

const LETTER = 6.7;
const NAME = 30; // letters of a name
const MOST = 50; // boxes; more cannot be read
const LEAST = [0.005, 0.01, 0.02, 0.05, 0.1];
const HIGH = 560;

// What is drawn at a threshold: the functions and edges that have so much of the total, at most
// MOST functions; and what the rest comes to.
export function graph_of(profile, threshold) {
  const share = (weight_of) => weight_of / (profile.total || 1);
  const above = profile.functions
    .filter((f) => f.total > 0 && share(f.total) >= threshold)
    .sort((a, b) => b.total - a.total);
  const functions = above.slice(0, MOST);
  const drawn = new Set(functions.map((f) => f.index));
  const edges = profile.edges.filter(
    (e) => drawn.has(e.caller) && drawn.has(e.callee) && share(e.total) >= Math.min(threshold, 0.005),
  );
  const rest = profile.functions.filter((f) => !drawn.has(f.index));
  return {
    functions,
    edges,
    cut: above.length - functions.length,
    rest: rest.length,
    rest_self: share(rest.reduce((sum, f) => sum + f.self, 0)),
    rest_edges: profile.edges.length - edges.length,
  };
}

function laid_out(profile, { functions, edges }) {
  const graph = new graphlib.Graph({ multigraph: true });
  graph.setGraph({ rankdir: 'TB', nodesep: 24, ranksep: 32, edgesep: 14, marginx: 8, marginy: 8 });
  graph.setDefaultEdgeLabel(() => ({}));
  for (const f of functions) {
    const name = shortened(f.name, NAME);
    const width = Math.max(184, name.length * LETTER + 22);
    graph.setNode(`${f.index}`, { f, name, width, height: f.calls === undefined ? 42 : 55 });
  }
  for (const e of edges) {
    const label =
      percent(e.total / (profile.total || 1)) +
      (e.calls === undefined ? '' : ` · ${calls(profile, e.calls)}×`);
    graph.setEdge(`${e.caller}`, `${e.callee}`, {
      e,
      label,
      width: label.length * 6.1 + 8,
      height: 14,
      labelpos: 'r',
      labeloffset: 6,
    });
  }
  layout(graph);
  return graph;
}

const curve = (points) => {
  const at = ({ x, y }) => `${x.toFixed(1)} ${y.toFixed(1)}`;
  let path = `M ${at(points[0])}`;
  for (let i = 1; i < points.length - 1; i++) {
    const next =
      i === points.length - 2
        ? points[i + 1]
        : { x: (points[i].x + points[i + 1].x) / 2, y: (points[i].y + points[i + 1].y) / 2 };
    path += ` Q ${at(points[i])} ${at(next)}`;
  }
  return points.length === 2 ? `${path} L ${at(points[1])}` : path;
};

export function call_graph(profile, root_at, tip) {
  if (!profile.edges.length)
    return html('p', { class: 'empty' }, 'The engine told no callers: there is no graph.');
  let threshold = LEAST.find((least) => graph_of(profile, least).functions.length <= 40) ?? LEAST.at(-1);
  let graph, boxes, stop;
  const arrow = fresh_id('arrow');
  const layer = svg('g');
  const picture = svg('svg', {
    class: 'graph',
    role: 'group',
    'aria-label': `Call graph of ${profile.variant}`,
    height: HIGH,
  });
  const slot = html('div', { class: 'chart graph-box' }, picture);
  const note = html('p', { class: 'note' });
  const told = html('div');
  const of_element = new WeakMap();
  const find = (target) => of_element.get(target.closest?.('[role=button]'));

  tip.attach(picture, find, ({ f }) => ({
    title: f.name,
    facts: [
      ['module', f.module || 'unknown'],
      ['kind', CATEGORIES[f.category]],
      ['total', `${weight(profile, f.total)}, ${percent(f.total / (profile.total || 1))}`],
      ['self', `${weight(profile, f.self)}, ${percent(f.self / (profile.total || 1))}`],
      ['calls', calls(profile, f.calls)],
    ],
  }));

  const zoom = make_zoom()
    .scaleExtent([0.05, 4])
    .extent(() => [
      [0, 0],
      [picture.clientWidth || 600, HIGH],
    ])
    .on('zoom', ({ transform }) => layer.setAttribute('transform', transform))
    // The page scrolls on under the wheel until somebody has picked the graph up.
    .filter((event) =>
      event.type === 'wheel'
        ? event.ctrlKey || picture.contains(document.activeElement)
        : !event.button && (event.touches?.length ?? 2) > 1,
    );
  const view = select(picture).call(zoom).on('dblclick.zoom', null);
  const scale_by = (factor) => view.call(zoom.scaleBy, factor);
  function fit() {
    const { width, height } = graph.graph();
    const wide = picture.clientWidth || 600;
    const scale = Math.min(1, wide / width, HIGH / height);
    view.call(
      zoom.transform,
      zoomIdentity.translate((wide - scale * width) / 2, (HIGH - scale * height) / 2).scale(scale),
    );
  }
  // As large as can be read, around the function that matters most.
  function begin() {
    const { width, height } = graph.graph();
    const wide = picture.clientWidth || 600;
    const first = verdict(profile)?.first.f;
    const { x, y } = boxes.find((node) => node.f === first) ?? boxes[0];
    // Nothing but the graph: no empty margin where there is more of it on the other side.
    const start = (at, room, all) =>
      all <= room ? (room - all) / 2 : Math.min(0, Math.max(room - all, room / 2 - at));
    view.call(zoom.transform, zoomIdentity.translate(start(x, wide, width), start(y, HIGH, height)));
  }

  function box(node) {
    const { f, name, x, y, width, height } = node;
    const share = f.total / (profile.total || 1);
    const self = f.self / (profile.total || 1);
    const bar = svg('rect', {
      class: f.category,
      width: Math.max(1.5, (width - 2) * self),
      height: 4,
      x: 1,
      y: height - 5,
    });
    const element = svg(
      'g',
      {
        role: 'button',
        tabindex: -1,
        class: 'box-of',
        transform: `translate(${(x - width / 2).toFixed(1)} ${(y - height / 2).toFixed(1)})`,
        'aria-label':
          `${f.name}, ${CATEGORIES[f.category]}, total ${percent(share)}, self ` +
          `${percent(self)}, ${calls(profile, f.calls)} calls`,
      },
      svg('rect', { class: 'back', width, height, rx: 4 }),
      svg('rect', { class: `tint ${f.category}`, width, height, rx: 4 }),
      bar,
      svg('text', { class: 'name', x: 10, y: 18 }, name),
      svg('text', { x: 10, y: 32 }, `${percent(share)} total · ${percent(self)} self`),
      f.calls === undefined ? undefined : svg('text', { x: 10, y: 45 }, `${calls(profile, f.calls)} calls`),
    );
    node.element = element;
    of_element.set(element, node);
    return element;
  }
  function line({ points, e, label, x, y }) {
    const share = e.total / (profile.total || 1);
    return svg(
      'g',
      { class: 'call' },
      svg('path', {
        d: curve(points),
        'stroke-width': (1 + 5 * Math.min(1, share)).toFixed(2),
        'marker-end': `url(#${arrow})`,
      }),
      svg('text', { x, y: y + 4, 'text-anchor': 'middle' }, label),
    );
  }

  function draw() {
    const found = graph_of(profile, threshold);
    graph = laid_out(profile, found);
    boxes = graph.nodes().map((id) => graph.node(id));
    layer.replaceChildren(...graph.edges().map((id) => line(graph.edge(id))), ...boxes.map(box));
    picture.replaceChildren(
      svg(
        'defs',
        null,
        svg(
          'marker',
          {
            id: arrow,
            viewBox: '0 0 8 8',
            refX: 7,
            refY: 4,
            markerWidth: 8,
            markerHeight: 8,
            orient: 'auto',
            markerUnits: 'userSpaceOnUse',
          },
          svg('path', { d: 'M 0 0 L 8 4 L 0 8 z' }),
        ),
      ),
      layer,
    );
    boxes.sort((a, b) => b.f.total - a.f.total);
    stop = undefined;
    stop_at(boxes[0], false);
    note.textContent =
      `Drawn: ${count(found.functions.length)} functions with at least ` +
      `${percent(found.cut ? found.functions.at(-1).total / profile.total : threshold)} in and below them. ` +
      (found.rest
        ? `Not drawn: ${count(found.rest)} functions, ${percent(found.rest_self)} by ` +
          `themselves together, and ${count(found.rest_edges)} edges.`
        : '');
    told.replaceChildren(numbers(() => edge_table(profile, found)));
    begin();
  }

  function stop_at(node, focus) {
    stop?.element.setAttribute('tabindex', -1);
    stop = node;
    stop?.element.setAttribute('tabindex', 0);
    if (!focus || !stop) return;
    view.call(zoom.translateTo, stop.x, stop.y);
    stop.element.focus({ preventScroll: true });
  }
  // The nearest box that lies this way.
  function towards(dx, dy) {
    const far = (node) => {
      const [x, y] = [node.x - stop.x, node.y - stop.y];
      const along = x * dx + y * dy;
      return along < 4 ? Infinity : along + 3 * Math.abs(x * dy + y * dx);
    };
    const next = boxes.reduce((best, node) => (far(node) < far(best) ? node : best), stop);
    if (next !== stop) stop_at(next, true);
  }
  const arrows = { ArrowUp: [0, -1], ArrowDown: [0, 1], ArrowLeft: [-1, 0], ArrowRight: [1, 0] };
  picture.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key in arrows) {
      const [dx, dy] = arrows[event.key];
      if (event.shiftKey) view.call(zoom.translateBy, -60 * dx, -60 * dy);
      else towards(dx, dy);
    } else if (event.key === '+' || event.key === '=') scale_by(1.3);
    else if (event.key === '-') scale_by(1 / 1.3);
    else if (event.key === '0' || event.key === 'Escape') begin();
    else if ((event.key === 'Enter' || event.key === ' ') && find(event.target)) root_at?.(stop.f.index);
    else return;
    event.preventDefault();
  });
  picture.addEventListener('focusin', (event) => {
    const node = find(event.target);
    if (node && node !== stop) stop_at(node, false);
  });
  picture.addEventListener('click', (event) => {
    const node = find(event.target);
    if (node) root_at?.(node.f.index);
  });

  draw();
  on_width(slot, () => begin());
  return html(
    'div',
    { class: 'call-graph' },
    html(
      'div',
      { class: 'controls' },
      choice(
        'Functions from',
        LEAST.map((least) => [`${least}`, percent(least)]),
        `${threshold}`,
        (least) => {
          threshold = Number(least);
          draw();
        },
      ),
      html(
        'div',
        { class: 'zoomers', role: 'group', 'aria-label': 'Zoom' },
        button('−', () => scale_by(1 / 1.4), { 'aria-label': 'Smaller' }),
        button('+', () => scale_by(1.4), { 'aria-label': 'Larger' }),
        button('Whole graph', () => fit()),
        button('Reset', () => begin()),
      ),
    ),
    slot,
    note,
    told,
  );
}

function edge_table(profile, { edges }) {
  const name = (i) => profile.functions[i].name;
  return table(
    `Calls in ${profile.variant} that are drawn`,
    [
      { title: 'Caller' },
      { title: 'Callee' },
      { title: 'Total of the callee from there', number: true },
      { title: 'Share', number: true },
      { title: 'Calls', number: true },
    ],
    [...edges]
      .sort((a, b) => b.total - a.total)
      .map((e) => [
        name(e.caller),
        name(e.callee),
        weight(profile, e.total),
        percent(e.total / (profile.total || 1)),
        calls(profile, e.calls),
      ]),
  );
}
