// A profile's verdict, and how it was obtained, in the harness's words.
import { h, legend } from '../dom.js';
import { CATEGORIES, percent } from './words.js';

// A sentence from the harness, with names between backquotes.
export const sentence = (text) => text.split('`').map((words, i) => (i % 2 ? h('code', null, words) : words));

export const verdictLine = ({ verdict }) => h('p', { class: 'verdict-line' }, sentence(verdict.text));

// Whether two paths, perhaps seen from different folders, are the same.
const sameFile = (a, b) => a === b || a.endsWith(`/${b}`) || b.endsWith(`/${a}`);

// A note if a profile is of another text than the run's, or null.
export const otherText = ({ data }, text) => (text && data && !sameFile(data.path, String(text))
  ? h('p', { class: 'caption' }, `Profiled on another text than the run: ${data.path}.`) : null);

export function howObtained({ how_text: text, command, started }) {
  const facts = [['Command', command?.join(' ')], ['When', started]].filter(([, words]) => words);
  return [h('p', null, text), h('dl', { class: 'how' }, facts.map(([term, words]) =>
    h('div', null, h('dt', null, term), h('dd', null, words))))];
}

// The categories' colours, with each one's share of self time.
export const byCategory = ({ kinds }) => legend(...kinds.map(({ category, share }) => [
  h('i', { class: `key ${category}`, 'aria-hidden': 'true' }), [`${CATEGORIES[category]} `, h('b', null, percent(share))]]));
