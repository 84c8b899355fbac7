// The functions as a table: sorted by any column, searched, a click roots the icicle at one.

import { button, html } from './dom.js';
import { calls, CATEGORIES, count, percent, weight } from './words.js';

const FEW = 15;

export function functions_table(profile, root_at) {
  const per_call = (f) => (f.calls ? f.total / f.calls : undefined);
  const columns = [
    { title: 'Function', of: (f) => f.name.toLowerCase() },
    { title: 'Calls', number: true, of: (f) => f.calls },
    { title: 'Self', number: true, of: (f) => f.self },
    { title: 'Self %', number: true, of: (f) => f.self },
    { title: 'Total', number: true, of: (f) => f.total },
    { title: 'Total %', number: true, of: (f) => f.total },
    { title: 'Per call', number: true, of: per_call },
    { title: 'Kind', of: (f) => CATEGORIES[f.category] },
  ];
  const FIRST = { column: 2, falling: true };
  let sort = { ...FIRST };
  let all = false;

  const headers = columns.map((column, i) =>
    html(
      'th',
      { scope: 'col', class: column.number ? 'number' : undefined },
      button(column.title, () => {
        sort = { column: i, falling: sort.column === i ? !sort.falling : Boolean(column.number) };
        fill();
      }),
    ),
  );
  const body = html('tbody');
  const search = html('input', { type: 'search', autocomplete: 'off', spellcheck: 'false', oninput: fill });
  const told = html('p', { class: 'note', role: 'status' });
  const more = button(
    '',
    () => {
      all = !all;
      fill();
    },
    { class: 'more-rows' },
  );
  const reset = button('Reset', () => {
    search.value = '';
    sort = { ...FIRST };
    all = false;
    fill();
  });

  const part = (weight_of) => {
    const share = weight_of / (profile.total || 1);
    const bar = html('i', { class: 'share' });
    bar.style.width = `${Math.min(100, share * 100).toFixed(2)}%`;
    return html('td', { class: 'number part' }, bar, html('span', null, percent(share)));
  };
  const row = (f) =>
    html(
      'tr',
      null,
      html(
        'th',
        { scope: 'row' },
        root_at
          ? button(f.name, () => root_at(f.index), {
              class: 'plain name',
              title: `Root the icicle at ${f.name}`,
            })
          : html('span', { class: 'name' }, f.name),
        html('span', { class: 'module' }, f.module || 'module unknown'),
      ),
      html('td', { class: 'number' }, calls(profile, f.calls)),
      html('td', { class: 'number' }, weight(profile, f.self)),
      part(f.self),
      html('td', { class: 'number' }, weight(profile, f.total)),
      part(f.total),
      html('td', { class: 'number' }, weight(profile, per_call(f))),
      html('td', { class: 'kind' }, html('i', { class: f.category }), CATEGORIES[f.category]),
    );

  function fill() {
    const wanted = search.value.trim().toLowerCase();
    const found = profile.functions.filter(
      (f) => !wanted || f.name.toLowerCase().includes(wanted) || f.module.toLowerCase().includes(wanted),
    );
    const { of } = columns[sort.column];
    found.sort((a, b) => {
      const [x, y] = [of(a), of(b)];
      if (x === y) return a.index - b.index;
      if (x === undefined) return 1; // what is not known comes last, either way
      if (y === undefined) return -1;
      return (x < y ? -1 : 1) * (sort.falling ? -1 : 1);
    });
    const shown = all ? found : found.slice(0, FEW);
    body.replaceChildren(...shown.map(row));
    headers.forEach((header, i) => {
      if (i !== sort.column) header.removeAttribute('aria-sort');
      else header.setAttribute('aria-sort', sort.falling ? 'descending' : 'ascending');
    });
    told.textContent =
      `${count(shown.length)} of ${count(profile.functions.length)} functions` +
      (found.length < profile.functions.length ? `, ${count(found.length)} found` : '') +
      (profile.calls_scaled ? '. ~ calls were counted on a part of the text, and scaled.' : '.');
    more.hidden = found.length <= FEW;
    more.textContent = all ? `Show the first ${FEW}` : `Show all ${count(found.length)}`;
  }
  fill();
  return html(
    'div',
    { class: 'functions' },
    html(
      'div',
      { class: 'controls' },
      html('label', { class: 'choice' }, html('span', null, 'Search'), search),
      reset,
    ),
    html(
      'div',
      { class: 'box', tabindex: 0, role: 'region', 'aria-label': 'Functions' },
      html(
        'table',
        null,
        html('caption', { class: 'unseen' }, `Functions of ${profile.variant}`),
        html('thead', null, html('tr', null, headers)),
        body,
      ),
    ),
    html('div', { class: 'controls' }, told, more),
  );
}
