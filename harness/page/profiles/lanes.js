// What ran when: spans of the host's threads and of the device's streams on one scale of time. A kernel fills
// its lane, a copy is hatched, a wait is a dashed outline, a call a thin bar.
import { scaleLinear } from 'd3-scale';
import { select } from 'd3-selection';
import { zoom as makeZoom, zoomIdentity } from 'd3-zoom';
import { h, legend, s } from '../dom.js';
import { hideTip } from '../tip.js';
import { button, freshId, lateFigures, onWidth, tips, zoomFilter } from './parts.js';
import { bytes, count, duration, percent, shortened, significant } from './words.js';

const LETTER = 6.7;
const LANE = 42; // pixels, with its name above it
const SHAPES = { // the top of each, and its height
  compute: { word: 'kernel', top: 0, height: 20 },
  copy: { word: 'copy', top: 0, height: 20 },
  wait: { word: 'wait', top: 4, height: 12 },
  call: { word: 'call', top: 13, height: 7 },
};

const ends = ({ start_ns: start, ns }) => start + ns;

// What can be seen of a lane: { span, x0, x1, many }. Spans of less than half a pixel come together with their
// neighbours, `many` of them.
function visible(lane, scale) {
  const [from, to] = scale.domain();
  const found = [];
  for (const span of lane.spans) {
    if (ends(span) < from || span.start_ns > to) continue;
    const [x0, x1] = [scale(Math.max(from, span.start_ns)), scale(Math.min(to, ends(span)))];
    const last = found.at(-1);
    if (last && last.span.category === span.category && x1 - x0 < 0.5 && x0 - last.x1 < 0.5 && last.x1 - last.x0 < 2) {
      last.x1 = Math.max(x1, last.x1);
      last.many += 1;
      last.span = { ...last.span, ns: ends(span) - last.span.start_ns };
    } else found.push({ span, lane, x0, x1, many: 1 });
  }
  return found;
}

function words({ span, lane, many }) {
  const sized = many === 1 && span.bytes > 0;
  return { title: many > 1 ? `${count(many)} spans, too short to be told apart here` : span.name, facts: [
    ['lane', lane.name], ['kind', SHAPES[span.category].word], ['start', duration(span.start_ns)], ['took', duration(span.ns)],
    sized && ['size', bytes(span.bytes)], sized && ['rate', `${significant(span.bytes / (span.ns || 1))} GB/s`]] };
}

function drawn({ span, lane, x0, x1, many }, y, hatch) {
  const { top, height } = SHAPES[span.category];
  const width = Math.max(0.75, x1 - x0);
  const rect = (attributes) => s('rect', { x: x0.toFixed(2), y: y + top, width: width.toFixed(2), height, ...attributes });
  const letters = Math.floor((width - 8) / LETTER);
  const copy = span.category === 'copy';
  return s('g', { role: 'img', tabindex: -1, class: lane.category === 'gpu' ? 'on-gpu' : 'on-host',
    'aria-label': `${lane.name}, ${many > 1 ? `${many} spans` : span.name}, at ${duration(span.start_ns)}, took ${duration(span.ns)}` },
  rect({ class: span.category }), copy && rect({ fill: `url(#${hatch})` }),
  span.category === 'compute' && letters >= 5 && many === 1 &&
    s('text', { x: x0 + 4, y: y + 14 }, shortened(span.name, letters)));
}

// Nothing where the profile has no spans.
export function spanLanes(profile) {
  const lanes = profile.lanes.filter((lane) => lane.spans.length);
  if (!lanes.length) return undefined;
  lanes.forEach((lane) => lane.spans.sort((a, b) => a.start_ns - b.start_ns));
  const end = lanes.reduce((most, lane) => lane.spans.reduce((far, span) => Math.max(far, ends(span)), most), 0) || 1;
  const height = lanes.length * LANE + 26;
  const hatch = freshId('hatch');
  const stripes = s('defs', null, s('pattern', { id: hatch, width: 6, height: 6, patternUnits: 'userSpaceOnUse',
    patternTransform: 'rotate(45)' }, s('line', { y2: 6, class: 'stripe' })));
  const picture = s('svg', { class: 'spans', role: 'group', height, 'aria-label': `What ran when in ${profile.variant}` });
  const frame = h('div', { class: 'picture' }, picture);
  const ofElement = new WeakMap();
  const find = (target) => ofElement.get(target.closest?.('[role=img]'));
  let width = 0;
  let scale = scaleLinear([0, end], [0, 1]);
  let now = scale; // zoomed
  let spans = []; // those drawn
  let stop;
  tips(picture, find, words);

  function draw() {
    const hadFocus = picture.contains(document.activeElement);
    spans = lanes.map((lane) => visible(lane, now));
    const rows = lanes.map((lane, i) => {
      const y = i * LANE + 18;
      for (const each of spans[i]) {
        each.lanePlace = i;
        each.element = drawn(each, y, hatch);
        ofElement.set(each.element, each);
      }
      return s('g', null, s('text', { class: 'lane-name', x: 0, y: y - 5 }, lane.name),
        s('rect', { class: 'floor', y, width, height: 20 }), spans[i].map((each) => each.element));
    });
    const anchor = (x) => (x < 24 ? 'start' : x > width - 24 ? 'end' : 'middle');
    const ticks = now.ticks(Math.max(2, Math.floor(width / 110))).map((tick) => s('g', { class: 'tick',
      transform: `translate(${now(tick).toFixed(1)} 0)` }, s('line', { y2: height - 22 }),
    s('text', { y: height - 7, 'text-anchor': anchor(now(tick)) }, duration(tick))));
    picture.replaceChildren(stripes, ...ticks, ...rows);
    hideTip();
    stop = undefined;
    const first = spans.find((row) => row.length)?.[0];
    if (first) stopAt(first, hadFocus);
  }

  function stopAt(each, focus) {
    stop?.element.setAttribute('tabindex', -1);
    stop = each;
    stop.element.setAttribute('tabindex', 0);
    if (focus) stop.element.focus();
  }

  const zoom = makeZoom().scaleExtent([1, 1e5]).filter(zoomFilter(picture)).on('zoom', ({ transform }) => {
    now = transform.rescaleX(scale);
    draw();
  });
  const view = select(picture).call(zoom).on('dblclick.zoom', null);
  const scaleBy = (factor) => view.call(zoom.scaleBy, factor);
  const reset = () => view.call(zoom.transform, zoomIdentity);
  function along(part) {
    const [from, to] = now.domain();
    view.call(zoom.translateBy, -part * (scale(to) - scale(from)), 0);
  }

  const beside = (step) => spans[stop.lanePlace][spans[stop.lanePlace].indexOf(stop) + step];
  const across = (step) => {
    const row = spans[stop.lanePlace + step] ?? [];
    return row.find((each) => each.x1 >= stop.x0) ?? row.at(-1);
  };
  const moves = { ArrowLeft: () => beside(-1), ArrowRight: () => beside(1), ArrowUp: () => across(-1), ArrowDown: () => across(1) };
  const keys = { '+': () => scaleBy(1.5), '=': () => scaleBy(1.5), '-': () => scaleBy(1 / 1.5), 0: reset, Escape: reset };
  picture.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || !stop) return;
    const next = moves[event.key]?.();
    if (next) stopAt(next, true);
    else if (keys[event.key]) keys[event.key]();
    else if (!moves[event.key]) return;
    event.preventDefault();
  });
  picture.addEventListener('focusin', (event) => {
    const each = find(event.target);
    if (each && each !== stop) stopAt(each, false);
  });

  onWidth(frame, (wide) => {
    width = wide;
    picture.setAttribute('width', width);
    picture.setAttribute('viewBox', `0 0 ${width} ${height}`);
    scale = scaleLinear([0, end], [0, width]);
    zoom.extent([[0, 0], [width, height]]).translateExtent([[0, 0], [width, height]]);
    reset();
  });

  const used = new Set(lanes.flatMap((lane) => lane.spans.map((span) => span.category)));
  return h('div', null,
    h('div', { class: 'controls' },
      legend(...Object.entries(SHAPES).filter(([category]) => used.has(category)).map(([category, { word }]) =>
        [h('i', { class: `key shape ${category}`, 'aria-hidden': 'true' }), word])),
      h('div', { class: 'buttons', role: 'group', 'aria-label': 'Zoom of the lanes' },
        button('←', () => along(-0.4), { 'aria-label': 'Earlier' }), button('→', () => along(0.4), { 'aria-label': 'Later' }),
        button('−', () => scaleBy(1 / 1.8), { 'aria-label': 'Smaller' }),
        button('+', () => scaleBy(1.8), { 'aria-label': 'Larger' }), button('Reset', reset))),
    frame, lateFigures(() => laneFigures(profile, lanes)));
}

function laneFigures(profile, lanes) {
  const rows = lanes.flatMap((lane) => lane.sums.map(({ category, name, count: times, ns, share, bytes: size }) =>
    [lane.name, SHAPES[category].word, h('span', { class: 'code' }, name), count(times), duration(ns), percent(share),
      size ? bytes(size) : '–', size ? significant(size / (ns || 1)) : '–']));
  return [`What ran when in ${profile.variant}, summed`, [{ name: 'lane' }, { name: 'kind' }, { name: 'what' },
    ...['times', 'under way', 'of the run', 'bytes', 'GB/s'].map((name) => ({ name, right: true }))], rows];
}
