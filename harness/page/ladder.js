// The ladder: the time of every rung on a logarithmic axis, drawn from the rung that it follows. This is the page's
// first chart and the README's picture. `s` makes an element: of the page (dom.js), or of a file (charts.js).
//
// From a rung's dot a thin stem hangs down at its time. Each of its children leaves the stem sideways, by an arrow to
// its own dot. A rung that gained nothing stays on the stem.
import { max, min } from 'd3-array';
import { scaleLog } from 'd3-scale';
import { duration, gained } from './format.js';
import { ACTS, OUTCOMES, acts, kind } from './model.js';

const WIDE = 680; // from this width on, a rung takes one line; below, its words and its marks take a line each
const LETTER = 0.57; // a letter's width in the widest font, as a share of the font size
const NAME = 168;

const px = (value) => Number(value.toFixed(1));

function fitted(text, room, size) {
  const letters = [...text];
  const most = Math.max(1, Math.floor(room / (size * LETTER)));
  return letters.length > most ? `${letters.slice(0, most - 1).join('')}…` : text;
}

// How wide a name is at most, in px of 15: letters such as m are nearly as wide as the font is high.
const nameWidth = (name) => 15 * [...name].reduce((sum, letter) => sum + (/[mwMW]/.test(letter) ? 1 : 0.64), 0);

// Words with dots between them, in as few lines as they need.
function broken(words, width) {
  const lines = [];
  for (const part of words ? words.split(' · ') : []) {
    const longer = lines.length ? `${lines.at(-1)} · ${part}` : part;
    if (lines.length && longer.length * 13 * LETTER <= width) lines[lines.length - 1] = longer;
    else lines.push(part);
  }
  return lines;
}

function scale(rows, range) {
  const all = rows.flatMap((row) => [row.median_ns, ...(row.ci_ns ?? []), row.limit_ns]).filter(Boolean);
  return scaleLog().domain([min(all) / 1.25, max(all) * 1.25]).range(range);
}

// Powers of ten; also 2 and 5, if their labels have room.
function ticks(x) {
  const [from, to] = x.domain();
  const list = [];
  for (let power = Math.floor(Math.log10(from)); power <= Math.ceil(Math.log10(to)); power++)
    for (const step of x(2 * from) - x(from) > 44 ? [1, 2, 5] : [1]) list.push(step * 10 ** power);
  return list.filter((value) => value >= from && value <= to);
}

// Positions: rows are { rung, y, height }, heads are { act, lines, y }, and y is the middle of a row's marks. In a
// narrow picture, rowOf(rung) is a row's height.
function places(groups, top, rowOf, wide, width) {
  const named = groups.some((group) => group.act !== null);
  const rows = [];
  const heads = [];
  let y = top;
  for (const group of groups) {
    const { tally } = group.rows[0];
    const lines = wide ? [tally ?? ''] : broken(tally, width);
    if (named) {
      y += wide ? Math.round(1.7 * rowOf()) : 52 + 20 * lines.length;
      heads.push({ act: group.act, lines, y });
    }
    for (const rung of group.rows) {
      const height = rowOf(rung);
      rows.push({ rung, top: y, y: y + (wide ? height / 2 : height - 15), height });
      y += height;
    }
  }
  return { rows, heads, bottom: y };
}

// The rungs as one picture of this width; a rung of one line is `row` high. `head` comes first, `note` below
// everything.
export function ladder(s, rungs, { width, row = 32, head = [], note = '' }) {
  const wide = width >= WIDE;
  const good = rungs.filter((rung) => !rung.missing);
  const x = scale(good, wide ? [NAME, width - 226] : [0, width]);
  const [first, last] = x.range();
  const at = (ns) => px(x(ns));
  const text = (name, left, y, words, anchor = 'start') => s('text', { class: name, x: px(left), y: px(y), 'text-anchor': anchor }, words);
  const dot = (left, y) => s('circle', { class: 'dot', cx: left, cy: y, r: 5 });
  const interval = (from, to, y) => s('rect', { class: 'interval', x: from, y: y - 4, width: px(to - from), height: 8, rx: 1 });
  const limit = (left, top, bottom) => s('line', { class: 'limit', x1: left, x2: left, y1: top, y2: bottom });
  const arrow = (from, to, y, tip) => [s('path', { class: 'reach', d: `M${from} ${y}H${tip ? to + 9 : to}` }),
    tip && s('path', { class: 'tip-of', d: `M${to + 4} ${y}l7 -4.5v9z` })];
  const follows = (rung) => good.includes(rung.parent);
  const tipped = (rung) => rung.outcome === 'paid' && follows(rung) && at(rung.parent.median_ns) - at(rung.median_ns) > 20;

  // The keys, in as many lines as they need.
  const line = 20;
  let keyX = 0;
  let keyY = line / 2;
  const keys = [
    ['', 'median time', dot],
    ...OUTCOMES.filter((outcome) => good.some((rung) => rung.outcome === outcome)).map((outcome) => (outcome === 'paid' && good.some(tipped)
      ? [kind(outcome), outcome, (left, y) => [arrow(left + 18, left - 1, y, true), dot(left - 1, y)], 32]
      : [kind(outcome), outcome, dot])),
    good.some((rung) => rung.ci_ns) && ['', '95 % interval', (left, y) => interval(left - 7, left + 7, y)],
    good.some(follows) && ['', 'from the rung that it follows', (left, y) => arrow(left + 7, left - 7, y)],
    good.some((rung) => rung.limit_ns) && ['', `the machine’s limit${wide ? ': nothing that reads the text is faster' : ''}`, (left, y) => limit(left, y - 6, y + 6)],
  ].filter(Boolean).map(([name, words, draw, mark = 20]) => {
    const room = mark + words.length * 13 * LETTER;
    if (keyX > 0 && keyX + room > width) [keyX, keyY] = [0, keyY + line];
    const key = s('g', { class: `key-of ${name}` }, draw(keyX + 7, keyY), text('note soft', keyX + mark, keyY + 4.5, words));
    keyX += room + 16;
    return key;
  });

  const top = keyY + line / 2 + 30;
  const grid = ticks(x);
  const labels = (y) => grid.map((value) => text('tick soft', x(value), y, duration(value, 1), 'middle'));
  // A narrow picture gives words the room that they need.
  const room = (words) => 14 * LETTER * max(good, (rung) => words(rung).length);
  const gain = (rung) => (rung.step?.measured ? gained(rung.step.measured) : '');
  const columns = { time: width - 160, gain: width - 92, outcome: width - 78 };
  if (!wide) {
    columns.outcome = width;
    columns.gain = width - room((rung) => rung.outcome ?? '') - 8;
    columns.time = columns.gain - 1.2 * room(gain) - 8; // in bold
  }
  // In a narrow picture a name that has no room beside its figures gets a line of its own.
  const beside = columns.time - room((rung) => duration(rung.median_ns)) - 8;
  const crowded = (rung) => !wide && !rung.missing && nameWidth(rung.name) > beside;
  const rowOf = (rung) => (wide ? row : crowded(rung) ? 70 : 52);
  const { rows, heads, bottom } = places(acts(rungs), top, rowOf, wide, width);
  const parentOf = (rung) => rows.find((each) => each.rung === rung.parent && !each.rung.missing);

  const ground = rows.filter(({ rung }) => rung.limit_ns).map(({ rung, top: from, y }) => {
    const [left, begin, end] = [at(rung.limit_ns), wide ? from : y - 11, wide ? from + row : y + 15];
    return [s('rect', { class: 'beyond', x: first, y: px(begin), width: px(left - first), height: px(end - begin) }), limit(left, px(begin), px(end))];
  });
  const stems = rows.filter(({ rung }) => !rung.missing).map((parent) => {
    const end = max(rows.filter(({ rung }) => !rung.missing && parentOf(rung) === parent), ({ y }) => y);
    const left = at(parent.rung.median_ns);
    return end > parent.y && s('line', { class: 'stem', x1: left, x2: left, y1: px(parent.y), y2: px(end) });
  });

  const marks = ({ rung, y }) => {
    const [left, parent] = [at(rung.median_ns), parentOf(rung)];
    const from = parent && at(parent.rung.median_ns);
    return [parent && arrow(from, left, px(y), tipped(rung)),
      rung.ci_ns && interval(at(rung.ci_ns[0]), at(rung.ci_ns[1]), px(y)), dot(left, px(y))];
  };
  const figures = (rung, y) => [text('soft', columns.time, y, duration(rung.median_ns), 'end'),
    gain(rung) && text('strong gain', columns.gain, y, gain(rung), 'end'),
    text('outcome', columns.outcome, y, rung.outcome ?? '', wide ? 'start' : 'end')];
  const reason = (rung, y) => {
    const [left, under] = wide ? [first + 12, y] : [0, y + 21];
    return s('text', { class: 'note soft over', x: left, y: under }, s('tspan', { class: 'strong' }, rung.missing),
      ` ${fitted(rung.reason ?? '', width - left - (rung.missing.length + 1) * 14 * LETTER, 13)}`);
  };
  const rungOf = (each) => {
    const { rung, top: from } = each;
    const y = px(wide ? each.y + 5 : from + 17);
    const most = (wide ? NAME : width) - 8;
    return s('g', { class: `rung ${rung.missing ? 'missing' : kind(rung.outcome) || 'first'}` },
      s('rect', { class: 'area', x: 0, y: px(from), width, height: each.height }),
      !rung.missing && marks(each),
      text('name', 0, y, fitted(rung.name, most, 15)),
      rung.missing ? reason(rung, y) : figures(rung, crowded(rung) ? y + 18 : y));
  };
  const headOf = ({ act, lines, y }) => s('g', { class: 'act' },
    s('text', { class: 'name', x: 0, y: px(y - (wide || !lines.length ? 9 : 10 + 20 * lines.length)) },
      s('tspan', { class: 'strong' }, act ? `Act ${act}` : 'Beside the acts'), act ? `\u2002${ACTS[act] ?? ''}` : ''),
    lines.map((words, i) => text('note soft', wide ? width : 0, y - 9 - 20 * (lines.length - 1 - i), words, wide ? 'end' : 'start')));

  const height = Math.ceil(bottom + 24 + (note && 26));
  return s('svg', { class: wide ? 'ladder' : 'ladder narrow', width, height, viewBox: `0 0 ${width} ${height}` }, head, keys, ground,
    grid.map((value) => s('line', { class: 'grid', x1: at(value), x2: at(value), y1: px(top), y2: px(bottom) })), stems,
    wide && text('tick soft', first - 12, top - 8, '← faster', 'end'),
    wide && text('tick soft', columns.time, top - 8, 'time', 'end'),
    wide && good.some((rung) => rung.step?.measured) && text('tick soft', columns.gain, top - 8, 'gained', 'end'),
    labels(top - 8), labels(bottom + 16), heads.map(headOf), rows.map(rungOf),
    note && text('note soft', 0, height - 6, note));
}
