// What a profile says first, and how it was obtained: as the harness worked it out.
import { h, legend } from '../dom.js';
import { CATEGORIES, percent } from './words.js';

// A sentence of the harness, where names stand between backquotes.
export const sentence = (text) => text.split('`').map((words, i) => (i % 2 ? h('code', null, words) : words));

export const verdictLine = ({ verdict }) => h('p', { class: 'verdict-line' }, sentence(verdict.text));

// A path, and the same one from another folder.
const sameFile = (a, b) => a === b || a.endsWith(`/${b}`) || b.endsWith(`/${a}`);

// What is to be said of a profile of another text than the run's; null where there is nothing.
export const otherText = ({ data }, text) => (text && data && !sameFile(data.path, String(text))
  ? h('p', { class: 'caption' }, `Profiled on another text than the run: ${data.path}.`) : null);

export function howObtained({ how_text: text, command, started }) {
  const facts = [['Command', command?.join(' ')], ['When', started]].filter(([, words]) => words);
  return [h('p', null, text), h('dl', { class: 'how' }, facts.map(([term, words]) =>
    h('div', null, h('dt', null, term), h('dd', null, words))))];
}

// The categories' colours, with what each comes to by the functions' own.
export const byCategory = ({ kinds }) => legend(...kinds.map(({ category, share }) => [
  h('i', { class: `key ${category}`, 'aria-hidden': 'true' }), [`${CATEGORIES[category]} `, h('b', null, percent(share))]]));
