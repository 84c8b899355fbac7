// The functions as a table that can be sorted and searched. A click on one makes it the icicle's root.
import { h, scrolling } from '../dom.js';
import { button } from './parts.js';
import { CATEGORIES, count, percent, weight } from './words.js';

const FEW = 15; // where a reader sorts or searches

// A long name may break after an underscore or a scope, not within a word.
const breakable = (name) => name.split(/(?<=_|::)/).flatMap((part, i) => (i ? [h('wbr'), part] : part));

const sampled = (profile) => profile.how.samples > 0;

const COLUMNS = [
  { name: 'Function', of: (f) => f.name.toLowerCase() },
  { name: 'Self', right: true, of: (f) => f.self },
  { name: 'Self %', right: true, of: (f) => f.self_share },
  { name: '±', right: true, of: (f) => f.error, where: sampled },
  { name: 'Total', right: true, of: (f) => f.total },
  { name: 'Total %', right: true, of: (f) => f.share },
  { name: 'Calls', right: true, of: (f) => f.calls },
  { name: 'Per call', right: true, of: (f) => f.per_call },
  { name: 'Kind', of: (f) => CATEGORIES[f.category] },
];

// Unknown values come last in either direction; equal ones stay in the harness's order.
function sorted(functions, { of }, falling) {
  return functions.sort((a, b) => {
    const [x, y] = [of(a), of(b)];
    if (x === y) return 0;
    if (x === undefined || y === undefined) return x === undefined ? 1 : -1;
    return x < y === falling ? 1 : -1;
  });
}

export function functionsTable(profile, rootAt) {
  const columns = COLUMNS.filter(({ where }) => !where || where(profile));
  const functions = profile.order.map((i) => profile.functions[i]);
  const first = { column: 1, falling: true, given: true }; // by self, those first that are worth a row
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
  const portion = (share) => h('td', { class: 'right portion' },
    h('i', { css: { '--share': share.toFixed(4) } }), h('span', null, percent(share)));
  const row = (f) => h('tr', null,
    h('th', { scope: 'row' },
      rootAt ? h('button', { type: 'button', class: 'link code', title: `Root the icicle at ${f.name}`, on: { click: () => rootAt(f.index) } }, breakable(f.name))
        : h('span', { class: 'code' }, breakable(f.name)),
      h('span', { class: 'module' }, f.module || 'module unknown')),
    cell(weight(profile, f.self)), portion(f.self_share),
    sampled(profile) && cell(f.error > 0 ? (100 * f.error).toFixed(1) : '–'),
    cell(weight(profile, f.total)), portion(f.share),
    cell(f.calls_text ?? '–'), cell(weight(profile, f.per_call)),
    h('td', null, h('i', { class: `key ${f.category}`, 'aria-hidden': 'true' }), CATEGORIES[f.category]));

  function fill() {
    const wanted = search.value.trim().toLowerCase();
    const found = functions.filter((f) => f.name.toLowerCase().includes(wanted) || f.module.toLowerCase().includes(wanted));
    if (!sort.given) sorted(found, columns[sort.column], sort.falling);
    const few = sort.given && !wanted ? profile.rows : FEW;
    const shown = all ? found : found.slice(0, few);
    body.replaceChildren(...shown.map(row));
    headers.forEach((header, i) => {
      if (i === sort.column) header.setAttribute('aria-sort', sort.falling ? 'descending' : 'ascending');
      else header.removeAttribute('aria-sort');
    });
    told.textContent = [`${count(shown.length)} of ${count(functions.length)} functions` +
      (wanted ? `, ${count(found.length)} found.` : '.'), ...profile.notes].join(' ');
    more.hidden = found.length <= few;
    more.textContent = all ? `Show the first ${few}` : `Show all ${count(found.length)}`;
  }
  fill();
  return h('div', { class: 'functions full' },
    h('div', { class: 'controls' }, h('label', { class: 'choice' }, 'Search', search), reset),
    scrolling('Functions', h('table', null,
      h('caption', { class: 'unseen' }, `Functions of ${profile.variant}`),
      h('thead', null, h('tr', null, headers)), body)),
    h('div', { class: 'controls' }, told, more));
}
