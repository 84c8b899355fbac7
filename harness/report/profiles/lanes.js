// What ran when: spans of the host's threads and of the device's streams on one scale of time.
// Compute fills its lane, a copy is hatched, a wait is a dashed outline, a call a thin bar.

import { scaleLinear } from 'd3-scale';
import { select } from 'd3-selection';
import { zoom as make_zoom, zoomIdentity } from 'd3-zoom';
import { button, fresh_id, html, numbers, on_width, svg, table } from './dom.js';
import { count, digits, percent, shortened, size, time } from './words.js';

const LETTER = 6.7;
const HIGH = 42; // of a lane, its name above it
const WORDS = { compute: 'kernel', copy: 'copy', wait: 'wait', call: 'call' };

// How much of a lane's time at least one of these spans is under way.
function covered(spans) {
  let sum = 0,
    until = 0;
  for (const { start, ns } of spans) {
    sum += Math.max(0, start + ns - Math.max(start, until));
    until = Math.max(until, start + ns);
  }
  return sum;
}

export function span_lanes(profile, tip) {
  const lanes = profile.lanes.filter((lane) => lane.spans.length);
  if (!lanes.length) return undefined;
  const end =
    lanes.reduce((most, lane) => lane.spans.reduce((far, s) => Math.max(far, s.start + s.ns), most), 0) || 1;
  const height = lanes.length * HIGH + 26;
  const hatch = fresh_id('hatch');
  const picture = svg('svg', {
    class: 'lanes',
    role: 'group',
    height,
    'aria-label': `What ran when in ${profile.variant}`,
  });
  const slot = html('div', { class: 'chart lanes-box' }, picture);
  const of_element = new WeakMap();
  const find = (target) => of_element.get(target.closest?.('[role=img]'));
  let width = 0,
    scale = scaleLinear([0, end], [0, 1]),
    now = scale,
    stop,
    drawn = [];

  const facts = ({ span, lane, many }) => ({
    title: many ? `${count(many)} spans` : span.name,
    facts: [
      ['lane', lane.name],
      ['kind', many ? 'too short to be told apart: zoom in' : WORDS[span.category]],
      ['start', time(span.start)],
      ['took', time(span.ns)],
      ...(span.bytes !== undefined && !many
        ? [
            ['size', size(span.bytes)],
            ['rate', `${digits(span.bytes / (span.ns || 1))} GB/s`],
          ]
        : []),
    ],
  });
  tip.attach(picture, find, facts);

  function shape(span, y, x0, x1) {
    const wide = Math.max(0.75, x1 - x0);
    const at = { compute: [0, 20], copy: [0, 20], wait: [4, 12], call: [13, 7] }[span.category];
    const rect = (name) =>
      svg('rect', {
        class: name,
        x: x0.toFixed(2),
        width: wide.toFixed(2),
        y: y + at[0],
        height: at[1],
        fill: name === 'hatch' ? `url(#${hatch})` : null,
      });
    return span.category === 'copy' ? [rect('copy'), rect('hatch')] : [rect(span.category)];
  }

  // Spans of less than half a pixel are drawn together with their neighbours.
  function visible(lane) {
    const [from, to] = now.domain();
    const found = [];
    for (const span of lane.spans) {
      if (span.start + span.ns < from || span.start > to) continue;
      const x0 = now(Math.max(from, span.start)),
        x1 = now(Math.min(to, span.start + span.ns));
      const last = found.at(-1);
      if (
        last &&
        x1 - x0 < 0.5 &&
        x0 - last.x1 < 0.5 &&
        last.x1 - last.x0 < 2 &&
        last.span.category === span.category
      ) {
        last.x1 = Math.max(x1, last.x1);
        last.many = (last.many ?? 1) + 1;
        last.span = { ...last.span, ns: span.start + span.ns - last.span.start };
      } else found.push({ span, lane, x0, x1 });
    }
    return found;
  }

  function draw() {
    const had_focus = picture.contains(document.activeElement);
    drawn = [];
    const content = lanes.map((lane, i) => {
      const y = i * HIGH + 18;
      const spans = visible(lane).map((each) => {
        const { span, x0, x1, many } = each;
        const letters = Math.floor((x1 - x0 - 8) / LETTER);
        const label =
          letters >= 4 && !many && (span.category === 'compute' || span.category === 'copy')
            ? svg('text', { class: 'inside', x: x0 + 4, y: y + 14 }, shortened(span.name, letters))
            : undefined;
        each.row = i;
        each.element = svg(
          'g',
          {
            role: 'img',
            tabindex: -1,
            class: lane.gpu ? 'on-gpu' : 'on-host',
            'aria-label':
              `${lane.name}, ${many ? `${many} spans` : span.name}, at ${time(span.start)}, ` +
              `took ${time(span.ns)}`,
          },
          shape(span, y, x0, x1),
          label,
        );
        of_element.set(each.element, each);
        drawn.push(each);
        return each.element;
      });
      return svg(
        'g',
        null,
        svg('text', { class: 'lane-name', x: 0, y: y - 5 }, lane.name),
        svg('rect', { class: 'floor', x: 0, y, width, height: 20 }),
        spans,
      );
    });
    const ticks = now
      .ticks(Math.max(2, Math.floor(width / 110)))
      .map((tick) =>
        svg(
          'g',
          { class: 'tick', transform: `translate(${now(tick).toFixed(1)} 0)` },
          svg('line', { y1: 0, y2: height - 22 }),
          svg(
            'text',
            {
              y: height - 7,
              'text-anchor': now(tick) < 20 ? 'start' : now(tick) > width - 24 ? 'end' : 'middle',
            },
            time(tick),
          ),
        ),
      );
    picture.replaceChildren(
      svg(
        'defs',
        null,
        svg(
          'pattern',
          { id: hatch, width: 6, height: 6, patternUnits: 'userSpaceOnUse', patternTransform: 'rotate(45)' },
          svg('line', { x1: 0, y1: 0, x2: 0, y2: 6, class: 'stripe' }),
        ),
      ),
      ...ticks,
      ...content,
    );
    tip.hide();
    stop = undefined;
    if (drawn.length) stop_at(drawn[0], had_focus);
  }

  function stop_at(each, focus) {
    stop?.element.setAttribute('tabindex', -1);
    stop = each;
    stop.element.setAttribute('tabindex', 0);
    if (focus) stop.element.focus();
  }

  const zoom = make_zoom()
    .scaleExtent([1, 1e5])
    .filter((event) =>
      event.type === 'wheel'
        ? event.ctrlKey || picture.contains(document.activeElement)
        : !event.button && (event.touches?.length ?? 2) > 1,
    )
    .on('zoom', ({ transform }) => {
      now = transform.rescaleX(scale);
      draw();
    });
  const view = select(picture).call(zoom).on('dblclick.zoom', null);
  const by = (factor) => view.call(zoom.scaleBy, factor);
  const along = (part) => view.call(zoom.translateBy, (-part * width) / (width / (now(end) - now(0))), 0);
  const reset = () => view.call(zoom.transform, zoomIdentity);

  picture.addEventListener('focusin', (event) => {
    const each = find(event.target);
    if (each && each !== stop) stop_at(each, false);
  });
  picture.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || !stop) return;
    const row = drawn.filter((each) => each.row === stop.row);
    const next = {
      ArrowLeft: () => row[row.indexOf(stop) - 1],
      ArrowRight: () => row[row.indexOf(stop) + 1],
      ArrowUp: () =>
        drawn.findLast((each) => each.row === stop.row - 1 && each.x0 <= stop.x0) ??
        drawn.find((each) => each.row === stop.row - 1),
      ArrowDown: () =>
        drawn.find((each) => each.row === stop.row + 1 && each.x1 >= stop.x0) ??
        drawn.findLast((each) => each.row === stop.row + 1),
    }[event.key];
    if (next) {
      const found = next();
      if (found) stop_at(found, true);
    } else if (event.key === '+' || event.key === '=') by(1.5);
    else if (event.key === '-') by(1 / 1.5);
    else if (event.key === '0' || event.key === 'Escape') reset();
    else return;
    event.preventDefault();
  });

  on_width(slot, (wide) => {
    width = wide;
    picture.setAttribute('width', width);
    picture.setAttribute('viewBox', `0 0 ${width} ${height}`);
    scale = scaleLinear([0, end], [0, width]);
    now = scale;
    zoom
      .extent([
        [0, 0],
        [width, height],
      ])
      .translateExtent([
        [0, 0],
        [width, height],
      ]);
    reset();
  });

  const used = new Set(lanes.flatMap((lane) => lane.spans.map((s) => s.category)));
  return html(
    'div',
    { class: 'span-lanes' },
    html(
      'div',
      { class: 'controls' },
      html(
        'ul',
        { class: 'legend shapes', 'aria-label': 'Shapes' },
        Object.entries(WORDS)
          .filter(([category]) => used.has(category))
          .map(([category, word]) => html('li', null, html('i', { class: category }), word)),
      ),
      html(
        'div',
        { class: 'zoomers', role: 'group', 'aria-label': 'Zoom' },
        button('◀', () => along(-0.4), { 'aria-label': 'Earlier' }),
        button('▶', () => along(0.4), { 'aria-label': 'Later' }),
        button('−', () => by(1 / 1.8), { 'aria-label': 'Smaller' }),
        button('+', () => by(1.8), { 'aria-label': 'Larger' }),
        button('Reset', reset),
      ),
    ),
    slot,
    numbers(() => lane_table(profile, lanes, end)),
  );
}

function lane_table(profile, lanes, end) {
  const rows = lanes.flatMap((lane) => {
    const kinds = new Map();
    for (const span of lane.spans) {
      const key = `${span.category}\n${span.name}`;
      if (!kinds.has(key)) kinds.set(key, []);
      kinds.get(key).push(span);
    }
    return [...kinds.values()].map((spans) => {
      const ns = covered(spans);
      const bytes = spans.reduce((sum, s) => sum + (s.bytes ?? 0), 0);
      return [
        lane.name,
        WORDS[spans[0].category],
        spans[0].name,
        count(spans.length),
        time(ns),
        percent(ns / end),
        bytes ? size(bytes) : '–',
        bytes ? `${digits(bytes / (ns || 1))}` : '–',
      ];
    });
  });
  return table(
    `What ran when in ${profile.variant}, summed`,
    [
      { title: 'Lane' },
      { title: 'Kind' },
      { title: 'What' },
      { title: 'How often', number: true },
      { title: 'Time under way', number: true },
      { title: 'Of the run', number: true },
      { title: 'Bytes', number: true },
      { title: 'GB/s', number: true },
    ],
    rows,
  );
}
