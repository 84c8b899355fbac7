// The full tables, as in the terminal, and downloads.
import { csvFormat } from 'd3-dsv';
import { h, heading, scrolling } from './dom.js';

const LONG = 24; // letters of a cell that may take several lines

// A cell's key for sorting: its first number, else its text; empty cells come last.
function worth(text) {
  const number = /^(?:over )?−?-?[\d,]*\.?\d+/.exec(text ?? '');
  if (number) return parseFloat(number[0].replace(/over |,/g, '').replace('−', '-'));
  return text ? text : null;
}

function compare(a, b) {
  if (a === null || b === null) return (a === null) - (b === null);
  if (typeof a === typeof b) return a < b ? -1 : a > b ? 1 : 0;
  return typeof a === 'number' ? -1 : 1;
}

async function copy(button, text) {
  const said = button.textContent;
  try {
    await navigator.clipboard.writeText(text);
    button.textContent = 'Copied';
  } catch { // older browsers, for pages from disk
    const area = h('textarea', { class: 'unseen', 'aria-hidden': 'true' });
    area.value = text;
    document.body.append(area);
    area.select();
    button.textContent = document.execCommand('copy') ? 'Copied' : 'Not allowed here';
    area.remove();
  }
  setTimeout(() => { button.textContent = said; }, 1500);
}

const lines = (data) => [data.columns.map((column) => column.name), ...data.rows.map((row) => row.cells)];
const tsv = (data) => lines(data).map((cells) => cells.map((cell) => cell.replace(/[\t\r\n]/g, ' ')).join('\t')).join('\n');

function markdown(data) {
  const row = (cells) => `| ${data.columns.map((_, i) => (cells[i] ?? '').replace(/[|<\\]/g, '\\$&')).join(' | ')} |`;
  const [header, ...rows] = lines(data);
  const rule = `|${data.columns.map((column) => (column.align === 'right' ? '---:' : '---')).join('|')}|`;
  return [row(header), rule, ...rows.map(row)].join('\n');
}

// A table with its buttons; without its title where a heading has it.
export function full(data, titled = true) {
  const body = h('tbody');
  const row = ({ cells, rest }) => h('tr', null, (rest ? cells : data.columns.map((_, i) => cells[i] ?? '')).map((cell, i) => {
    const runsOn = rest && i === cells.length - 1;
    const align = data.columns[i].align === 'right' && !runsOn ? 'right' : null;
    return i === 0 ? h('th', { scope: 'row' }, cell)
      : h('td', { class: runsOn ? 'rest' : cell.length > LONG ? 'long' : align, colspan: runsOn ? data.columns.length - i : null }, runsOn ? h('span', null, cell) : cell);
  }));
  const shown = data.rows.map((each) => ({ each, node: row(each) }));
  const show = (list) => body.replaceChildren(...list.map(({ node }) => node));
  const reset = h('button', { type: 'button', class: 'quiet', hidden: true }, 'Ladder order');
  const headers = data.columns.map((column, i) => {
    const button = h('button', { type: 'button' }, column.name);
    const header = h('th', { scope: 'col', class: column.align === 'right' ? 'right' : null, 'aria-sort': 'none' }, button);
    button.addEventListener('click', () => {
      const up = header.getAttribute('aria-sort') !== 'ascending';
      headers.forEach((other) => other.setAttribute('aria-sort', 'none'));
      header.setAttribute('aria-sort', up ? 'ascending' : 'descending');
      const value = ({ each }) => (each.rest && i >= each.cells.length - 1 && i > 0 ? null : worth(each.cells[i]));
      show([...shown].sort((a, b) => {
        const [left, right] = [value(a), value(b)];
        return left === null || right === null || up ? compare(left, right) : -compare(left, right);
      }));
      reset.hidden = false;
    });
    return header;
  });
  reset.addEventListener('click', () => {
    headers.forEach((other) => other.setAttribute('aria-sort', 'none'));
    show(shown);
    reset.hidden = true;
  });
  show(shown);
  const button = (name, make) => {
    const node = h('button', { type: 'button', class: 'quiet', 'aria-label': `${name}: ${data.title}` }, name);
    node.addEventListener('click', () => copy(node, make(data)));
    return node;
  };
  return h('div', { class: 'full' },
    h('div', { class: 'controls' }, h('h3', titled ? null : { class: 'unseen' }, data.title),
      h('div', { class: 'buttons' }, reset, button('Copy as TSV', tsv), button('Copy as Markdown', markdown))),
    scrolling(data.title, h('table', null, h('caption', { class: 'unseen' }, data.title),
      h('thead', null, h('tr', null, headers)), body)));
}

function save(name, type, text) {
  const link = h('a', { href: URL.createObjectURL(new Blob([text], { type })), download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}

function everySample(model) {
  const columns = ['variant', 'round', 'position', 'search_ns', 'prepare_ns', 'synchronize_ns', 'wall_ns', 'user_ns',
    'sys_ns', 'peak_rss_bytes', 'outlier', 'disturbed'];
  return `${csvFormat(model.rows.flatMap((row) => row.samples.map((sample) =>
    ({ ...sample, variant: row.name, search_ns: sample.ns, peak_rss_bytes: sample.peak_rss_bytes || null }))), columns)}\n`;
}

export function tables(section, model) {
  const { results, figures, profiles } = model;
  const base = figures.file.replace(/\.json$/, '');
  const download = (words, name, type, text) => h('button', { type: 'button', on: { click: () => save(name, type, text()) } }, words);
  heading(section, 'tables-title', 'All figures', results.cold ? 'Cold: the text was dropped from the page cache before each sample. ' : '', 'As the terminal shows them. A heading sorts its table.');
  section.append(h('div', { class: 'buttons downloads' },
    download('Results as JSON', `${base}.json`, 'application/json', () => `${JSON.stringify(results, null, 1)}\n`),
    download('Variants as CSV', `${base}.csv`, 'text/csv', () => figures.csv),
    download('Samples as CSV', `${base}-samples.csv`, 'text/csv', () => everySample(model)),
    download('Report as Markdown', `${base}.md`, 'text/markdown', () => figures.markdown),
    profiles.list.length > 0 && download('Profiles as JSON', `${base}-profiles.json`, 'application/json', () => JSON.stringify(profiles.list))));
  figures.tables.filter((data) => data.part !== 'matrix').forEach((data) => section.append(full(data)));
}
