// The lesson: what somebody predicted before it was measured, a card for each prediction, and how well it went.
import { caption, h, heading, key, legend, scrolling } from './dom.js';
import { gained, pc, percent, times } from './format.js';
import { axis, bar, ticks } from './ledger.js';
import { kind } from './model.js';

const TITLES = { 1: 'Act 1: where is the time?', 2: 'Act 2: look again', 3: 'Act 3: all cores' };

// As the ledger's rows, with the prediction of whoever took the lesson in place of the interval's ends: it must be
// inside of the axis, too.
const rowOf = (card) => ({ outcome: card.outcome, step: { measured: card.measured, ci: card.ci, ceiling: card.ceiling,
  prediction: card.ledger } });
const reach = ({ yours }) => ({ step: { measured: yours, ci: null, prediction: null } });

function facts(card) {
  const pairs = [['your prediction', times(card.yours)], ['at most', times(card.ceiling)],
    ['the ledger', times(card.ledger)], ['measured', gained(card.measured)]];
  return h('dl', null, pairs.map(([name, value]) => h('div', null, h('dt', null, name), h('dd', null, value))));
}

function drawn(card, x, grid) {
  const track = bar(rowOf(card), x, grid);
  track.append(h('i', { class: 'yours', css: { left: pc(x(card.yours)) } }));
  track.setAttribute('aria-hidden', 'true');
  return track;
}

const article = (card, x, grid) => h('li', { class: `card ${kind(card.outcome)}` },
  h('h4', null, card.name, h('small', null, [card.after && `after ${card.after}`, card.chosen && 'chosen first'].filter(Boolean).join(', '))),
  card.idea && h('p', null, card.idea),
  drawn(card, x, grid), facts(card),
  h('p', { class: 'outcome' }, card.outcome ?? 'not measured'),
  h('p', { class: 'why' }, card.why));

function shares(section, rows) {
  if (!rows.length) return;
  section.append(h('h3', null, 'Where the time of the first program goes'), scrolling('Shares', h('table', { class: 'guesses' },
    h('thead', null, h('tr', null, ['stage', 'guessed', 'measured'].map((name, i) => h('th', { scope: 'col', class: i ? 'right' : null }, name)))),
    h('tbody', null, rows.map(({ stage, guess, share }) => h('tr', null, h('th', { scope: 'row' }, stage),
      h('td', { class: 'right' }, percent(guess)), h('td', { class: 'right' }, percent(share, 1))))))));
}

export function lesson(section, { figures: { lesson: taken } }) {
  if (!taken) {
    section.remove();
    return;
  }
  heading(section, 'lesson-title', 'The lesson', 'Predicted before it was measured, and sealed: ' +
    `${taken.seal}. The figures are those of this run.`);
  taken.scores.forEach((text) => caption(section, text));
  taken.answers.forEach(({ of, guess, truth, right }) => caption(section,
    `The bottleneck of ${of}: you said ${guess}${right ? ', and so it is' : `; it is ${truth ?? 'not known'}`}.`));
  shares(section, taken.shares);
  const { cards } = taken;
  if (!cards.length) return;
  const x = axis([...cards.map(rowOf), ...cards.map(reach)]);
  const grid = ticks(x);
  section.append(legend([key('yours'), 'your prediction'], [key('measured'), 'gained'],
    [key('ceiling'), 'could gain at most; open: more than is drawn'], [key('predicted'), 'the ledger’s prediction'],
    [key('interval'), 'interval']));
  for (const act of [...new Set(cards.map((card) => card.act))])
    section.append(h('h3', null, TITLES[act] ?? `Act ${act}`),
      h('ul', { class: 'cards' }, cards.filter((card) => card.act === act).map((card) => article(card, x, grid))));
}
