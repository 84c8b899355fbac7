// node charts.mjs light|dark FILE: the ladder's drawing, as a file of SVG for a README. FILE holds
// { "results", "figures" } (harness/show/page.c).
import { readFileSync } from 'node:fs';
import colours from './colours.css';
import { plural } from './format.js';
import style from './ladder.css';
import { ladder } from './ladder.js';
import { join } from './model.js';

const [, , theme, file] = process.argv;

// Elements as text. Characters that XML can't contain become spaces.
const ESCAPES = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const escaped = (value) => String(value).replace(/[&<>"]/g, (each) => ESCAPES[each]).replace(/[^\t\n\r -\uffff]|[\ufffe\uffff]/g, ' ');
class Markup extends String {}
function s(tag, attributes, ...children) {
  const given = Object.entries(attributes ?? {}).map(([name, value]) => ` ${name}="${escaped(value)}"`).join('');
  const inside = children.flat(Infinity).filter((child) => child || child === 0)
    .map((child) => (child instanceof Markup ? child : escaped(child))).join('');
  return new Markup(`<${tag}${given}>${inside}</${tag}>${/^(g|line|rect|style|svg|title)$/.test(tag) ? '\n' : ''}`);
}

// Not every SVG viewer knows var(), so the theme's colours are put in directly, on GitHub's background.
function resolved() {
  const [light, dark] = colours.split('[data-theme=');
  const values = Object.fromEntries([light, theme === 'dark' ? dark : ''].flatMap((text) =>
    [...text.matchAll(/(--[\w-]+): ([^;]+);/g)].map(([, name, value]) => [name, value])));
  values['--paper'] = theme === 'dark' ? '#0d1117' : '#ffffff';
  return style.replace(/\/\*.*?\*\/\n/gs, '').replace(/var\((--[\w-]+)\)/g, (_, name) => values[name]);
}

const { results, rungs } = join(JSON.parse(readFileSync(file, 'utf8')));
const measured = rungs.filter((rung) => !rung.missing);
if (measured.length) {
  const { cpu, cores } = results.machine;
  const svg = ladder(s, measured, { width: 830, row: 26,
    head: [s('title', null, 'The ladder: the median time of each rung, from the rung that it follows'), s('style', null, new Markup(resolved()))],
    note: `${cpu ?? 'A machine'}, ${plural(cores ?? 0, 'core')}, ${results.started.slice(0, 10)}. Time on a logarithmic axis.` });
  process.stdout.write(svg.replace('<svg', '<svg xmlns="http://www.w3.org/2000/svg" role="img"'));
} else {
  console.error('nothing to draw: no variant was measured');
  process.exitCode = 1;
}
