// The story: the ladder's times on a logarithmic axis, each rung drawn from the one that it follows.
//
// From a rung's dot a thin stem hangs down at its time; each rung that follows it leaves the stem sideways,
// by an arrow to its own dot. What gained nothing stays on the stem. All places along the axis are per cent
// and all heights are the style sheet's, so the chart fits any width without being drawn again.
import { max, min, minIndex } from 'd3-array';
import { scaleLog } from 'd3-scale';
import { caption, figures as numbers, h, heading, legend, prose } from './dom.js';
import { duration, durations, gained, percent, significant, times, timesPair } from './format.js';
import { ACTS, acts } from './model.js';
import { marks } from './tip.js';

const COLD = 'Cold: the text was dropped from the page cache before each sample. ';
const OUTCOMES = ['paid', 'wasted', 'undecided'];

export const pc = (value) => `${value.toFixed(3)}%`;
const is = (value) => typeof value === 'number' && Number.isFinite(value);
const limitOf = (row) => (is(row.limit_ns) && row.limit_ns > 0 ? row.limit_ns : null);

function axis(rows) {
  const all = rows.filter((row) => row.good)
    .flatMap((row) => [row.median_ns, ...(row.ci_ns ?? []), limitOf(row)]).filter(is);
  return scaleLog().domain([min(all) / 1.25, max(all) * 1.25]).range([0, 100]);
}

// Powers of ten; between them 2 and 5, where there is room.
function ticks(x) {
  const [from, to] = x.domain();
  const list = [];
  for (let power = Math.floor(Math.log10(from)); power <= Math.ceil(Math.log10(to)); power++)
    for (const step of to / from < 2000 ? [1, 2, 5] : [1]) list.push(step * 10 ** power);
  return list.filter((value) => value >= from && value <= to);
}

// A tick that gives way where there is no room: 2 and 5 of many decades.
const between = (x, value) => x.domain()[1] / x.domain()[0] >= 50 && Math.abs(Math.log10(value) - Math.round(Math.log10(value))) > 0.01;

export function words(row) {
  const { step } = row;
  if (!row.good)
    return { title: row.name, text: row.idea, facts: [[row.status === 'ok' ? 'status' : row.status, row.reason ?? 'not measured']] };
  const limit = limitOf(row);
  return {
    title: row.name,
    text: row.idea,
    facts: [
      ['time', duration(row.median_ns, 4)],
      ['95 % interval', row.ci_ns && durations(row.ci_ns, 4)],
      ['rounds', String(row.counted)],
      ['throughput', `${significant(row.rate)} GB/s`],
      ['of the limit', limit && `${percent(limit / row.median_ns)} of ${row.limit}`],
      ['instructions', row.isa],
      step && ['follows', step.after],
      step && ['attacks', step.attacks.join(' + ') + (is(step.share) ? `, ${percent(step.share, 1)} of its time` : '')],
      is(step?.ceiling) && ['can gain at most', times(step.ceiling)],
      is(step?.prediction) && ['predicted', times(step.prediction)],
      is(step?.measured) && ['gained', gained(step.measured) + (step.ci ? ` (${timesPair(step.ci)})` : '')],
      ['the effort was', row.outcome],
    ],
  };
}

// What hangs through line i of the chart: stems that begin, pass or end there. Lines are rows, and null for
// the heads of acts.
function stems(lines, parentOf) {
  const through = lines.map(() => []);
  lines.forEach((parent, from) => {
    if (!parent?.good) return;
    let to = -1;
    lines.forEach((row, i) => { if (row?.good && i > from && parentOf(row) === parent) to = i; });
    for (let i = from; i <= to; i++)
      through[i].push({ row: parent, part: i === from ? 'begins' : i === to ? 'ends' : 'passes' });
  });
  return through;
}

function lane(row, parent, hanging, x, grid) {
  const left = (ns) => pc(x(ns));
  const span = (a, b) => ({ left: left(Math.min(a, b)), width: pc(Math.abs(x(b) - x(a))) });
  const limit = row?.good && limitOf(row);
  const node = h('div', { class: 'lane' },
    grid.map((value) => h('i', { class: between(x, value) ? 'grid between' : 'grid', css: { left: left(value) } })),
    limit && [h('i', { class: 'beyond', css: { width: left(limit) } }), h('i', { class: 'limit', css: { left: left(limit) } })],
    hanging.map(({ row: from, part }) => h('i', { class: `stem ${part}`, css: { left: left(from.median_ns) } })));
  if (!row?.good) return node;
  if (parent?.good) {
    const ahead = row.median_ns < parent.median_ns ? 'ahead' : 'back';
    node.append(h('i', { class: `reach ${ahead} ${Math.abs(x(row.median_ns) - x(parent.median_ns)) > 3 ? 'far' : 'near'}`,
      css: span(row.median_ns, parent.median_ns) }));
  }
  if (row.ci_ns) node.append(h('i', { class: 'interval', css: span(...row.ci_ns) }));
  node.append(h('i', { class: 'dot', css: { left: left(row.median_ns) } }));
  return node;
}

function line(row, parts) {
  const gain = is(row.step?.measured) ? gained(row.step.measured) : '';
  return h('li', { class: `rung ${row.good ? (row.outcome ?? 'first') : 'missing'}` },
    h('span', { class: 'name', title: row.name }, row.name),
    parts,
    row.good
      ? [h('span', { class: 'time' }, duration(row.median_ns)),
        h('span', { class: 'gain' }, gain),
        h('span', { class: 'outcome' }, row.outcome ?? '')]
      : h('span', { class: 'reason', title: row.reason ?? '' },
        h('b', null, row.status === 'ok' ? 'not measured' : row.status), row.reason && ` ${row.reason}`));
}

const tally = (rows) => OUTCOMES.map((outcome) => [rows.filter((row) => row.outcome === outcome).length, outcome])
  .filter(([count]) => count).map(([count, outcome]) => `${count} ${outcome}`).join(' · ');

function chart(model) {
  const { rungs } = model;
  const x = axis(rungs);
  const grid = ticks(x);
  const groups = acts(rungs);
  const named = groups.some((group) => group.act !== null);
  const lines = groups.flatMap((group) => (named ? [null, ...group.rows] : group.rows));
  const parentOf = (row) => rungs.find((each) => each.name === row.after) ?? null;
  const through = stems(lines, parentOf);
  const list = [];
  let at = 0;
  const scale = (where) => h('div', { class: `scale ${where}`, 'aria-hidden': 'true' },
    h('span', { class: 'way' }, '← faster'),
    h('div', { class: 'lane' }, grid.map((value) =>
      h('span', { class: between(x, value) ? 'between' : null, css: { left: pc(x(value)) } }, duration(value, 1)))));
  const body = groups.map((group) => [
    named && h('div', { class: 'act' },
      h('h3', null, h('span', null, group.act ? `Act ${group.act}` : 'Beside the acts'), group.act ? ` ${ACTS[group.act] ?? ''}` : ''),
      lane(null, null, through[at++], x, grid),
      h('p', { class: 'tally' }, tally(group.rows))),
    h('ol', null, group.rows.map((row) => {
      const parts = lane(row, parentOf(row), through[at++], x, grid);
      const item = line(row, parts);
      list.push({ node: parts, area: item, anchor: parts.querySelector('.dot') ?? item, words: words(row) });
      return item;
    })),
  ]);
  marks(list);
  return h('div', { class: 'ladder' }, scale('top'), body, scale('bottom'));
}

const mark = (name) => h('i', { class: `key ${name}`, 'aria-hidden': 'true' });

// The same idea at two places of the ladder: what it attacks and by how much are equal, and the later rung
// is named after the earlier. It is told where the effort was in vain at first and paid in the end.
function pairs(rungs) {
  const list = [];
  rungs.forEach((first, i) => {
    const again = rungs.slice(i + 1).find((row) => row.name.endsWith(`_${first.name}`) && row.factor === first.factor &&
      JSON.stringify(row.attacks) === JSON.stringify(first.attacks));
    if (again && is(first.step?.measured) && is(again.step?.measured) && is(first.step.share) && is(again.step.share) &&
        first.outcome !== 'paid' && again.outcome === 'paid')
      list.push([first, again]);
  });
  return list;
}

function twice(section, model) {
  const list = pairs(model.rungs);
  if (!list.length) return;
  const most = max(list.flat(), (row) => Math.max(row.step.measured, row.step.ci?.[1] ?? 0));
  const x = scaleLog().domain([0.8, Math.max(most * 1.1, 2)]).range([0, 100]);
  const bar = (row) => {
    const { share, measured } = row.step;
    return h('li', { class: row.outcome },
      h('span', { class: 'where' }, h('b', null, row.name), ` after ${row.step.after}: attacks ${percent(share)} of the time`),
      h('span', { class: 'track', 'aria-hidden': 'true' },
        h('i', { class: 'one', css: { left: pc(x(1)) } }),
        h('i', { class: 'fill', css: { left: pc(x(Math.max(0.8, Math.min(1, measured)))), width: pc(Math.abs(x(Math.max(0.8, measured)) - x(1))) } })),
      h('span', { class: 'gain' }, `${gained(measured)} ${row.outcome}`));
  };
  section.append(h('div', { class: 'twice' },
    h('h3', null, 'The same idea, twice'),
    h('p', { class: 'caption' }, 'Nothing about the idea has changed. What has changed is where the time goes.'),
    list.map(([first, again]) => h('ul', null, bar(first), bar(again)))));
}

const bottleneck = (row) => Object.entries(row.shares).sort((a, b) => b[1] - a[1])[0];

const COUNTS = ['No', 'One', 'Two', 'Three', 'Four', 'Five', 'Six', 'Seven', 'Eight', 'Nine', 'Ten'];

const short = (name) => (name.length > 40 ? `${name.slice(0, 39)}…` : name);

// A few sentences: where the time went at first, and what came of it all.
function lede(rungs) {
  const good = rungs.filter((row) => row.good);
  const [first] = good;
  const best = good[minIndex(good, (row) => row.median_ns)];
  const strong = (text) => h('strong', null, short(text));
  const words = [];
  if (first?.shares) {
    const [stage, share] = bottleneck(first);
    words.push(strong(first.name), ` spends ${percent(share)} of its time on ${stage}. `,
      share > 0.995 ? 'Nothing else is worth a look. '
        : `Whatever leaves that alone can gain ${times(1 / share)} at most. `);
  }
  const wasted = good.filter((row) => row.outcome === 'wasted');
  if (wasted.length)
    words.push(`${COUNTS[wasted.length] ?? wasted.length} ${wasted.length === 1 ? 'effort on this ladder was' : 'efforts on this ladder were'} wasted: `,
      wasted.map((row, i) => [i ? (i === wasted.length - 1 ? ' and ' : ', ') : '', short(row.name)]), '. ');
  if (first && best && best !== first) {
    words.push(strong(best.name), is(best.x_first) ? ` is ${significant(best.x_first)} times as fast as ${short(first.name)}` : ' is the fastest');
    if (best.shares) {
      const [stage, share] = bottleneck(best);
      words.push(`; its bottleneck now is ${stage}, ${percent(share)} of its time`);
    }
    words.push('.');
  }
  return words;
}

export function story(section, model) {
  const { rungs, apart, figures, results } = model;
  heading(section, 'story-title', 'The story');
  section.append(h('p', { class: 'lede' }, lede(rungs).flat(Infinity).map((each) => (typeof each === 'string' ? prose(each) : each))));
  if (!rungs.some((row) => row.good)) {
    section.append(h('p', { class: 'empty' }, 'No variant was measured, so there is nothing to draw.'));
  } else {
    const good = rungs.filter((row) => row.good);
    const keys = [
      ...OUTCOMES.filter((outcome) => good.some((row) => row.outcome === outcome)).map((outcome) => [mark(`dot ${outcome}`), outcome]),
      good.some((row) => row.ci_ns) && [mark('interval'), '95 % interval'],
      good.some((row) => row.outcome) && [mark('reach'), 'from the rung that it follows'],
      good.some(limitOf) && [mark('limit'), 'the machine’s limit: nothing that reads the text is faster'],
    ].filter(Boolean);
    section.append(legend([mark('dot'), 'median time'], ...keys),
    chart(model));
    section.append(h('p', { class: 'caption' }, results.cold ? COLD : '', 'Time on a logarithmic axis: to the left is faster. ' +
      'An effort paid where it is surely faster, and by 1.1× or more; it was wasted where the whole interval of its gain stays below that.'));
    caption(section, figures.captions?.exceeded);
  }
  if (apart.some((row) => row.good))
    section.append(h('p', { class: 'caption' }, 'Not from end to end, so not on the ladder: ',
      apart.filter((row) => row.good).map((row) => `${row.name}, ${duration(row.median_ns)}`).join('; '), '.'));
  section.append(h('details', { class: 'alternative' }, h('summary', null, 'The story in words'), h('p', null, prose(figures.story ?? ''))));
  section.append(numbers('Times of the ladder',
    [{ name: 'variant' }, { name: 'act', right: true }, { name: 'follows' }, { name: 'median', right: true },
      { name: '95 % interval', right: true }, { name: 'limit', right: true }, { name: 'gained', right: true }, { name: 'effort' },
      { name: 'idea' }],
    rungs.map((row) => [row.name, row.act === null ? '' : String(row.act), row.after ?? '',
      row.good ? duration(row.median_ns, 4) : row.status, row.ci_ns ? durations(row.ci_ns, 4) : '',
      limitOf(row) ? duration(limitOf(row), 4) : '', is(row.step?.measured) ? gained(row.step.measured) : '', row.outcome ?? '',
      h('span', { class: 'idea' }, row.idea ?? '')])));
  twice(section, model);
}
