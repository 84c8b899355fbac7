// Elements of the page. Strings become text nodes, never markup: names come from anywhere.
const SVG = 'http://www.w3.org/2000/svg';

function fill(node, attributes, children) {
  for (const [name, value] of Object.entries(attributes ?? {})) {
    if (value === null || value === undefined || value === false) continue;
    if (name === 'on') for (const [event, run] of Object.entries(value)) node.addEventListener(event, run);
    else if (name === 'css') for (const [key, item] of Object.entries(value)) node.style.setProperty(key, item);
    else node.setAttribute(name, value === true ? '' : value);
  }
  node.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false));
  return node;
}

// h('p', { class: 'note', on: { click } }, 'text', child, ...)
export const h = (tag, attributes, ...children) => fill(document.createElement(tag), attributes, children);
export const s = (tag, attributes, ...children) => fill(document.createElementNS(SVG, tag), attributes, children);

export const byId = (id) => document.getElementById(id);

// Prose without line breaks between a number and its unit.
export const prose = (text) => text.replace(/(\d) (?=%|(?:[nµm]?s|[GM]B|GiB|bytes)\b)/g, '$1\u00a0');

// A section's heading, and the sentence below it.
export function heading(section, id, title, ...words) {
  section.append(h('h2', { id }, title));
  if (words.length) section.append(h('p', { class: 'caption' }, words.map((each) => (typeof each === 'string' ? prose(each) : each))));
}

// A caption from the harness, if there is one.
export function caption(section, text) {
  if (text) section.append(h('p', { class: 'caption' }, prose(text)));
}

// The text alternative of a chart: its numbers. Columns are { name, right }, rows arrays of text.
export function figures(caption, columns, rows) {
  const align = ({ right }) => (right ? 'right' : null);
  return h('details', { class: 'alternative' },
    h('summary', null, 'The figures of this chart'),
    scrolling(caption, h('table', null,
      h('caption', { class: 'unseen' }, caption),
      h('thead', null, h('tr', null, columns.map((column) => h('th', { scope: 'col', class: align(column) }, column.name)))),
      h('tbody', null, rows.map((row) => h('tr', null, row.map((cell, i) =>
        (i === 0 ? h('th', { scope: 'row' }, cell) : h('td', { class: align(columns[i]) }, cell)))))))));
}

// A box that scrolls sideways, also by keyboard, so that the page doesn't. A shadow shows that there is more to the
// right.
export function scrolling(name, ...children) {
  const box = h('div', { class: 'scroll', role: 'region', 'aria-label': name, tabindex: 0 }, ...children);
  const look = () => box.classList.toggle('more', box.scrollLeft + box.clientWidth < box.scrollWidth - 1);
  const observer = new ResizeObserver(look);
  [box, ...box.children].forEach((each) => observer.observe(each));
  box.addEventListener('scroll', look, { passive: true });
  return box;
}

// A mark as charts have it; a legend says what each of them means.
export const key = (name) => h('i', { class: `key ${name}`, 'aria-hidden': 'true' });
export const legend = (...items) => h('ul', { class: 'legend', 'aria-label': 'Legend' },
  items.map(([mark, words]) => h('li', null, mark, words)));
