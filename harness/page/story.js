// The story: the ladder's drawing, a summary, and the idea that came twice.
import { max } from 'd3-array';
import { scaleLog } from 'd3-scale';
import { caption, figures as numbers, h, heading, prose, s } from './dom.js';
import { duration, durations, gained, pc, percent, significant, times, timesPair } from './format.js';
import { ladder } from './ladder.js';
import { kind } from './model.js';
import { marks } from './tip.js';

const COLD = 'Cold: the text was dropped from the page cache before each sample. ';

// If only the order of magnitude matters, the interval is omitted.
const withPair = (ratio, ci) => times(ratio) + (ci && ratio < 100 ? ` (${timesPair(ci)})` : '');

export function words(row) {
  const { step } = row;
  if (row.missing)
    return { title: row.name, text: row.idea, facts: [[row.missing, row.reason ?? 'no reason given']] };
  return {
    title: row.name,
    text: row.idea,
    facts: [
      ['time', duration(row.median_ns, 4)],
      ['95 % interval', row.ci_ns && durations(row.ci_ns, 4)],
      ['rounds', String(row.rounds)],
      ['throughput', `${significant(row.gb_per_s)} GB/s`],
      ['of the limit', row.limit_ns && `${percent(row.limit_share)} of ${row.limit}`],
      ['instructions', row.isa],
      step && ['follows', row.after],
      step && ['attacks', step.attacks.join(' + ') + (step.share !== null ? `, ${percent(step.share, 1)} of its time` : '')],
      step?.ceiling && ['can gain at most', withPair(step.ceiling, step.ceiling_ci) + (step.by ? `, by ${step.by}` : '')],
      step?.prediction && ['predicted', withPair(step.prediction, step.prediction_ci) + (step.error !== null ? `, off by ${percent(step.error, 0)}` : '')],
      step?.measured && ['gained', gained(step.measured) + (step.ci ? ` (${timesPair(step.ci)})` : '')],
      ['outcome', row.outcome],
    ],
  };
}

// The ladder at the available width, drawn again when that changes, so that its words keep their size.
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

// The same idea at two places in the ladder: first in vain, later worth it.
function twice(section, model) {
  const list = model.figures.twice.map((places) => places.map((i) => model.rows[i]));
  if (!list.length) return;
  const most = max(list.flat(), (row) => Math.max(row.step.measured, row.step.ci?.[1] ?? 0));
  const x = scaleLog().domain([0.8, Math.max(most * 1.1, 2)]).range([0, 100]);
  const bar = (row) => {
    const { share, measured } = row.step;
    return h('li', { class: kind(row.outcome) },
      h('span', { class: 'where' }, h('b', null, row.name), ` after ${row.after}: attacks ${percent(share)} of the time`),
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

export function story(section, model) {
  const { rungs, apart, figures, results } = model;
  heading(section, 'story-title', 'The story');
  section.append(h('p', { class: 'lede' }, figures.story.map(({ subject, says }, i) =>
    [i > 0 && ' ', subject && [h('strong', null, subject), ' '], prose(says)])));
  if (rungs.every((row) => row.missing)) {
    section.append(h('p', { class: 'empty' }, 'No variant was measured, so there is nothing to draw.'));
  } else {
    drawing(section, rungs);
    section.append(h('p', { class: 'caption' }, results.cold ? COLD : '', 'Time on a logarithmic axis: to the left is faster. ' +
      'An idea paid where the whole interval of its gain lies at 1.1× or above, and was wasted where it lies below; it cannot pay where ' +
      'what it attacks takes too little time to gain as much.'));
    caption(section, figures.captions.fits);
    caption(section, figures.captions.layout);
    caption(section, figures.captions.exceeded);
  }
  const others = apart.filter((row) => !row.missing);
  if (others.length)
    section.append(h('p', { class: 'caption' }, 'Not from end to end, so not on the ladder: ',
      others.map((row) => `${row.name}, ${duration(row.median_ns)}`).join('; '), '.'));
  section.append(numbers('Times of the ladder',
    [{ name: 'variant' }, { name: 'act', right: true }, { name: 'follows' }, { name: 'median', right: true },
      { name: '95 % interval', right: true }, { name: 'limit', right: true }, { name: 'gained', right: true }, { name: 'outcome' },
      { name: 'idea' }],
    rungs.map((row) => [row.name, row.act === null ? '' : String(row.act), row.after ?? '',
      row.missing ?? duration(row.median_ns, 4), row.ci_ns ? durations(row.ci_ns, 4) : '',
      row.limit_ns ? duration(row.limit_ns, 4) : '', row.step?.measured ? gained(row.step.measured) : '', row.outcome ?? '',
      h('span', { class: 'idea' }, row.idea ?? '')])));
  twice(section, model);
}
