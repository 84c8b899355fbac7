// Elements from data. Whatever comes from a file goes in as text or as an attribute's value, never
// as markup: a function's name may be anything.

const SVG = 'http://www.w3.org/2000/svg';

function fill(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes ?? {})) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith('on')) element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value === true ? '' : value);
  }
  element.append(...children.flat(Infinity).filter((child) => child !== undefined && child !== null));
  return element;
}

export function html(tag, attributes, ...children) {
  return fill(document.createElement(tag), attributes, children);
}

export function svg(tag, attributes, ...children) {
  return fill(document.createElementNS(SVG, tag), attributes, children);
}

let last_id = 0;

// An id that no other element has.
export function fresh_id(stem) {
  return `profiles-${stem}-${++last_id}`;
}

// A labelled select; `options` are [value, text].
export function choice(label, options, chosen, pick) {
  const select = html('select', { onchange: () => pick(select.value) });
  for (const [value, text] of options)
    select.append(html('option', { value, selected: value === chosen }, text));
  return html('label', { class: 'choice' }, html('span', null, label), select);
}

// Radio buttons that look like one bar; `options` are [value, text].
export function radios(legend, options, chosen, pick) {
  const name = fresh_id('radio');
  return html(
    'fieldset',
    { class: 'radios' },
    html('legend', null, legend),
    options.map(([value, text]) =>
      html(
        'label',
        null,
        html('input', { type: 'radio', name, value, checked: value === chosen, onchange: () => pick(value) }),
        html('span', null, text),
      ),
    ),
  );
}

export function button(text, click, attributes) {
  return html('button', { type: 'button', onclick: click, ...attributes }, text);
}

// A table in a box that scrolls by itself. Rows are arrays of strings or nodes; the first of a row
// is its header. Columns are {title, number}.
export function table(caption, columns, rows) {
  const cell = (column, index, content) =>
    index === 0
      ? html('th', { scope: 'row' }, content)
      : html('td', { class: column.number ? 'number' : undefined }, content);
  return html(
    'div',
    { class: 'box', tabindex: 0, role: 'region', 'aria-label': caption },
    html(
      'table',
      null,
      html('caption', null, caption),
      html(
        'thead',
        null,
        html(
          'tr',
          null,
          columns.map((column) =>
            html('th', { scope: 'col', class: column.number ? 'number' : undefined }, column.title),
          ),
        ),
      ),
      html(
        'tbody',
        null,
        rows.map((row) =>
          html(
            'tr',
            null,
            row.map((content, index) => cell(columns[index], index, content)),
          ),
        ),
      ),
    ),
  );
}

// The numbers behind a chart, made only once somebody wants them.
export function numbers(make) {
  const details = html('details', { class: 'numbers' }, html('summary', null, 'The numbers'));
  details.addEventListener('toggle', () => {
    if (details.open && details.childElementCount === 1) details.append(make());
  });
  return details;
}

// Calls `draw(width)` now and whenever the element gets another width.
export function on_width(element, draw) {
  let width = 0;
  const look = () => {
    const now = Math.floor(element.clientWidth);
    if (now === width || now === 0) return;
    width = now;
    draw(width);
  };
  look();
  new ResizeObserver(look).observe(element);
}
