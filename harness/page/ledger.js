// The ledger: what each rung attacked, what it could gain at most, and what it gained.
import { max } from 'd3-array';
import { scaleLog } from 'd3-scale';
import { caption, h, heading, key, legend, scrolling } from './dom.js';
import { gained, pc, percent, times, timesPair } from './format.js';
import { OUTCOMES, kind as kindOf } from './model.js';
import { words } from './story.js';
import { marks } from './tip.js';

// A verdict has a sign as well as a colour.
const VERDICTS = {
  faster: ['▲', 'good'],
  slower: ['▼', 'bad'],
  same: ['=', 'plain'],
  unclear: ['?', 'plain'],
};

// On a phone a row is a card (style.css). Roles keep it a row for screen readers, and data-name labels a figure without
// its column.
const td = (attributes, ...children) => h('td', { role: 'cell', ...attributes }, ...children);
const head = (name, ...children) => h('th', { scope: 'col', role: 'columnheader', class: name }, ...children);

// From half to the largest gain; a ceiling beyond that runs off the edge, with a mark.
export function axis(rows) {
  const most = max(rows, ({ step }) => Math.max(step.measured ?? 1, step.ci?.[1] ?? 1,
    step.prediction < 100 ? step.prediction : 1));
  const least = Math.min(0.5, ...rows.map(({ step }) => Math.min(step.measured ?? 1, step.ci?.[0] ?? 1)));
  return scaleLog().base(2).domain([Math.max(least, 0.05) / 1.1, Math.max(most, 2) * 1.15]).range([0, 100]).clamp(true);
}

export function ticks(x) {
  const [from, to] = x.domain();
  const all = [0.125, 0.25, 0.5, 1, 2, 4, 8, 16, 32, 64, 128, 256, 512].filter((value) => value >= from && value <= to);
  return all.length > 7 ? all.filter((value) => Math.log2(value) % 2 === 0) : all;
}

export function bar({ step, outcome }, x, grid) {
  const span = (a, b) => ({ left: pc(Math.min(x(a), x(b))), width: pc(Math.abs(x(b) - x(a))) });
  const beyond = step.ceiling > x.domain()[1];
  return h('div', { class: 'bar-track' },
    grid.map((value) => h('i', { class: value === 1 ? 'one' : 'grid', css: { left: pc(x(value)) } })),
    step.ceiling && h('i', { class: `ceiling${beyond ? ' beyond' : ''}`, css: span(1, step.ceiling) }),
    step.measured && h('i', { class: `measured ${kindOf(outcome)}`, css: span(1, step.measured) }),
    step.ci && h('i', { class: 'interval', css: span(...step.ci) }),
    step.prediction > 0 && h('i', { class: 'predicted', css: { left: pc(x(step.prediction)) } }));
}

export function ledger(section, model) {
  const rows = model.rungs.filter((row) => row.step);
  heading(section, 'ledger-title', 'The ledger',
    'What a rung attacks takes a share of the time of the one it follows. That puts a ceiling on the gain, known before ' +
    'anything is changed: below 1.1×, the idea cannot pay. The verdict says whether a rung is faster or slower, by over 2 %; ' +
    'the word below it, whether the idea paid: whether it gained 1.1× or more. Both go by the whole interval.');
  if (!rows.length) {
    section.append(h('p', { class: 'empty' }, 'No variant was compared with the one that it follows.'));
    return;
  }
  const x = axis(rows);
  const grid = ticks(x);
  const list = [];
  const outcomes = OUTCOMES.filter((outcome) => rows.some((row) => row.outcome === outcome));
  section.append(legend(...outcomes.map((outcome) => [key(`measured ${kindOf(outcome)}`), `gained, ${outcome}`]), [key('ceiling'), 'could gain at most; open: more than is drawn'],
    [key('predicted'), 'predicted'], [key('interval'), 'interval']));
  section.append(scrolling('The ledger', h('table', { class: 'ledger', role: 'table' },
    h('caption', { class: 'unseen' }, 'What each rung attacked, what it could gain, and what it gained'),
    h('thead', { role: 'rowgroup' }, h('tr', { role: 'row' },
      head(null, 'rung'), head(null, 'attacks'),
      head('wide', h('span', { class: 'unseen' }, 'gain, as a bar'),
        h('div', { class: 'bar-track axis', 'aria-hidden': 'true' }, grid.map((value) =>
          h('span', { class: Math.log2(value) % 2 ? 'between' : null, css: { left: pc(x(value)) } }, `${value}×`)))),
      head('right', 'gained'), head(null, 'verdict'),
      ['interval', 'predicted', 'at most'].map((name) => head('right', name)))),
    h('tbody', { role: 'rowgroup' }, rows.map((row) => {
      const { step } = row;
      const [sign, kind] = VERDICTS[step.verdict] ?? ['', 'plain'];
      const track = bar(row, x, grid);
      list.push({ node: track, words: words(row) });
      return h('tr', { role: 'row' },
        h('th', { scope: 'row', role: 'rowheader', title: row.name }, h('span', { class: 'name' }, row.name), h('small', null, `after ${row.after}`)),
        td({ 'data-name': 'attacks' }, step.share !== null && h('span', { class: 'share' },
          h('i', { 'aria-hidden': 'true' }, h('i', { css: { width: pc(100 * step.share) } })), percent(step.share, step.share < 0.0995 ? 1 : 0)),
        h('small', null, step.attacks.join(' + '))),
        td(null, track),
        td({ class: 'right strong' }, gained(step.measured)),
        td({ class: `verdict ${kind}` }, sign && h('span', { 'aria-hidden': 'true' }, `${sign} `),
          row.missing ? h('span', { title: row.reason ?? '' }, row.missing) : step.verdict,
          row.outcome && h('small', null, row.outcome)),
        td({ class: 'right soft', 'data-name': 'interval' }, step.ci ? timesPair(step.ci) : ''),
        td({ class: 'right soft', 'data-name': 'predicted' }, times(step.prediction),
          step.error !== null && h('small', null, `off by ${percent(step.error, 0)}`),
          step.yours !== null && h('small', null, `yours ${times(step.yours)}`)),
        td({ class: 'right soft', 'data-name': 'at most' }, times(step.ceiling),
          step.by && h('small', null, `by ${step.by}`)));
    })))));
  marks(list);
  caption(section, model.figures.captions.family);
  caption(section, model.figures.captions.forecasts);
  caption(section, model.figures.captions.foretold);
  caption(section, model.figures.captions.processes);
  caption(section, model.figures.captions.stages);
  caption(section, model.figures.captions.ceilings);
}
