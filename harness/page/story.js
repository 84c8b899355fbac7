// The story: the ladder's drawing, what it comes to in words, and the idea that came twice.
import { max, minIndex } from 'd3-array';
import { scaleLog } from 'd3-scale';
import { caption, figures as numbers, h, heading, prose, s } from './dom.js';
import { duration, durations, gained, isNumber, pc, percent, significant, times, timesPair } from './format.js';
import { ladder } from './ladder.js';
import { limitOf } from './model.js';
import { marks } from './tip.js';

const COLD = 'Cold: the text was dropped from the page cache before each sample. ';

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
      step && ['attacks', step.attacks.join(' + ') + (isNumber(step.share) ? `, ${percent(step.share, 1)} of its time` : '')],
      isNumber(step?.ceiling) && ['can gain at most', times(step.ceiling)],
      isNumber(step?.prediction) && ['predicted', times(step.prediction)],
      isNumber(step?.measured) && ['gained', gained(step.measured) + (step.ci ? ` (${timesPair(step.ci)})` : '')],
      ['the effort was', row.outcome],
    ],
  };
}

// The ladder at the width that there is, drawn anew when that changes: its words keep their size.
function drawing(section, rungs) {
  const box = h('div');
  let drawn = 0;
  const draw = () => {
    const width = box.clientWidth;
    if (width === 0 || width === drawn) return;
    drawn = width;
    const svg = ladder(s, rungs, { width });
    svg.setAttribute('role', 'group');
    svg.setAttribute('aria-label', 'The ladder');
    box.replaceChildren(svg);
    marks([...svg.querySelectorAll('.rung')].map((node, i) =>
      ({ node, anchor: node.querySelector('.dot') ?? node, words: words(rungs[i]) })));
  };
  section.append(box);
  draw();
  new ResizeObserver(draw).observe(box);
}

// The same idea at two places of the ladder: what it attacks and by how much are equal, and the later rung
// is named after the earlier. It is told where the effort was in vain at first and paid in the end.
function pairs(rungs) {
  const list = [];
  rungs.forEach((first, i) => {
    const again = rungs.slice(i + 1).find((row) => row.name.endsWith(`_${first.name}`) && row.factor === first.factor &&
      JSON.stringify(row.attacks) === JSON.stringify(first.attacks));
    if (again && isNumber(first.step?.measured) && isNumber(again.step?.measured) && isNumber(first.step.share) && isNumber(again.step.share) &&
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
      h('span', { class: 'bar-track', 'aria-hidden': 'true' },
        h('i', { class: 'one', css: { left: pc(x(1)) } }),
        h('i', { class: 'measured', css: { left: pc(x(Math.max(0.8, Math.min(1, measured)))), width: pc(Math.abs(x(Math.max(0.8, measured)) - x(1))) } })),
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
    words.push(strong(best.name), isNumber(best.x_first) ? ` is ${significant(best.x_first)} times as fast as ${short(first.name)}` : ' is the fastest');
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
    drawing(section, rungs);
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
      limitOf(row) ? duration(limitOf(row), 4) : '', isNumber(row.step?.measured) ? gained(row.step.measured) : '', row.outcome ?? '',
      h('span', { class: 'idea' }, row.idea ?? '')])));
  twice(section, model);
}
