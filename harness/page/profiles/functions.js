// The functions as a table: sorted by any column, searched; a click roots the icicle at one.
import { h, scrolling } from '../dom.js';
import { button } from './parts.js';
import { calls, CATEGORIES, count, percent, weight } from './words.js';

const FEW = 15;

// A long name goes on in the next line after an underscore or a scope, not within a word.
const breakable = (name) => name.split(/(?<=_|::)/).flatMap((part, i) => (i ? [h('wbr'), part] : part));

const perCall = (f) => (f.calls ? f.total / f.calls : undefined);
// Half the width of the 95 % interval of a share that was found by sampling (binomial, by its normal
// approximation).
const sampled = (profile) => profile.unit === 'ns' && profile.how.samples > 0;
const error = (profile, share) => 1.96 * Math.sqrt((share * (1 - share)) / profile.how.samples);

// What a column needs to be there: calls alone know no time.
const timed = (profile) => !profile.onlyCalls;

const COLUMNS = [
  { name: 'Function', of: (f) => f.name.toLowerCase() },
  { name: 'Self', right: true, of: (f) => f.self, where: timed },
  { name: 'Self %', right: true, of: (f) => f.self, where: timed },
  { name: '±', right: true, of: (f) => f.self, where: sampled },
  { name: 'Total', right: true, of: (f) => f.total, where: timed },
  { name: 'Total %', right: true, of: (f) => f.total, where: timed },
  { name: 'Calls', right: true, of: (f) => f.calls },
  { name: 'Per call', right: true, of: perCall, where: timed },
  { name: 'Kind', of: (f) => CATEGORIES[f.category] },
];

// What is not known comes last, either way; of what is alike the greatest total first.
function sorted(functions, { of }, falling) {
  return functions.sort((a, b) => {
    const [x, y] = [of(a), of(b)];
    if (x === y) return b.total - a.total || a.index - b.index;
    if (x === undefined || y === undefined) return x === undefined ? 1 : -1;
    return x < y === falling ? 1 : -1;
  });
}

export function functionsTable(profile, rootAt) {
  const columns = COLUMNS.filter(({ where }) => !where || where(profile));
  const first = { column: 1, falling: true }; // self, or calls
  let sort = first;
  let all = false;
  const body = h('tbody');
  const search = h('input', { type: 'search', autocomplete: 'off', spellcheck: 'false', on: { input: fill } });
  const told = h('p', { class: 'caption', role: 'status' });
  const more = button('', () => { all = !all; fill(); });
  const reset = button('Reset', () => {
    search.value = '';
    sort = first;
    all = false;
    fill();
  });
  const headers = columns.map(({ name, right }, i) => h('th', { scope: 'col', class: right && 'right' },
    button(name, () => {
      sort = { column: i, falling: sort.column === i ? !sort.falling : Boolean(right) };
      fill();
    })));

  const cell = (text) => h('td', { class: 'right' }, text);
  const portion = (weight, { category }) => {
    const share = profile.share(weight, category);
    return h('td', { class: 'right portion' },
      h('i', { css: { '--share': Math.min(1, share).toFixed(4) } }), h('span', null, percent(share)));
  };
  const interval = (f) => {
    const share = profile.share(f.self, f.category);
    return cell(share > 0 ? (100 * error(profile, share)).toFixed(1) : '–');
  };
  const row = (f) => h('tr', null,
    h('th', { scope: 'row' },
      rootAt ? h('button', { type: 'button', class: 'link code', title: `Root the icicle at ${f.name}`, on: { click: () => rootAt(f.index) } }, breakable(f.name))
        : h('span', { class: 'code' }, breakable(f.name)),
      h('span', { class: 'module' }, f.module || 'module unknown')),
    timed(profile) && [cell(weight(profile, f.self)), portion(f.self, f), sampled(profile) && interval(f),
      cell(weight(profile, f.total)), portion(f.total, f)],
    cell(calls(profile, f.calls)),
    timed(profile) && cell(weight(profile, perCall(f))),
    h('td', null, h('i', { class: `key ${f.category}`, 'aria-hidden': 'true' }), CATEGORIES[f.category]));

  function fill() {
    const wanted = search.value.trim().toLowerCase();
    const found = sorted(profile.functions.filter((f) =>
      f.name.toLowerCase().includes(wanted) || f.module.toLowerCase().includes(wanted)), columns[sort.column], sort.falling);
    const shown = all ? found : found.slice(0, FEW);
    body.replaceChildren(...shown.map(row));
    headers.forEach((header, i) => {
      if (i === sort.column) header.setAttribute('aria-sort', sort.falling ? 'descending' : 'ascending');
      else header.removeAttribute('aria-sort');
    });
    told.textContent = `${count(shown.length)} of ${count(profile.functions.length)} functions` +
      (wanted ? `, ${count(found.length)} found.` : '.') +
      (profile.callsScaled ? ' ~ calls were counted on a part of the text, and scaled.' : '') +
      (sampled(profile) ? ' ± half the width of the 95 % interval of self %, in points: sampling alone may be off by so much.' : '');
    more.hidden = found.length <= FEW;
    more.textContent = all ? `Show the first ${FEW}` : `Show all ${count(found.length)}`;
  }
  fill();
  return h('div', { class: 'functions full' },
    h('div', { class: 'controls' }, h('label', { class: 'choice' }, 'Search', search), reset),
    scrolling('Functions', h('table', null,
      h('caption', { class: 'unseen' }, `Functions of ${profile.variant}`),
      h('thead', null, h('tr', null, headers)), body)),
    h('div', { class: 'controls' }, told, more));
}
