// What a profile says first, and how it was obtained: as the harness worked it out.
import { h, legend } from '../dom.js';
import { CATEGORIES, percent } from './words.js';

// A sentence of the harness, where names stand between backquotes.
export const sentence = (text) => text.split('`').map((words, i) => (i % 2 ? h('code', null, words) : words));

export const verdictLine = ({ verdict }) => h('p', { class: 'verdict-line' }, sentence(verdict.text));

export function howObtained({ how_text: text, command, started }) {
  const facts = [['Command', command?.join(' ')], ['When', started]].filter(([, words]) => words);
  return [h('p', null, text), h('dl', { class: 'how' }, facts.map(([term, words]) =>
    h('div', null, h('dt', null, term), h('dd', null, words))))];
}

// The categories' colours, with what each comes to by the functions' own.
export const byCategory = ({ kinds }) => legend(...kinds.map(({ category, share }) => [
  h('i', { class: `key ${category}`, 'aria-hidden': 'true' }), [`${CATEGORIES[category]} `, h('b', null, percent(share))]]));
