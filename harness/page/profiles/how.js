// What a profile says first, and how it was obtained.
import { h, legend } from '../dom.js';
import { bytes, CATEGORIES, count, duration, percent, significant } from './words.js';

// As the harness worked it out (harness/profile/profile_verdict.h): names stand between backquotes.
export function verdictLine({ verdict }) {
  if (!verdict.text) return h('p', { class: 'empty' }, 'This profile has no verdict: it was made by an older harness.');
  return h('p', { class: 'verdict-line' }, verdict.text.split('`').map((text, i) => (i % 2 ? h('code', null, text) : text)));
}

export function howObtained(profile) {
  const { how, raw } = profile;
  const has = Number.isFinite;
  const texts = (value) => (Array.isArray(value) ? value.map(String) : []);
  const rate = (hz) => has(hz) && `${significant(hz)} a second`;
  const facts = [
    ['Engine', String(raw.why ?? '').startsWith(profile.engine) ? raw.why : `${profile.engine || 'unknown'}: ${raw.why}`],
    ['Event', how.event],
    ['Frequency asked', rate(how.frequency_asked)],
    ['Frequency delivered', rate(how.frequency_delivered)],
    ['Samples', how.samples > 0 && count(how.samples) + (how.lost > 0 ? `, and ${count(how.lost)} lost` : '')],
    ['Records lost', !(how.samples > 0) && how.lost > 0 && count(how.lost)],
    ['Unattributed', (how.samples > 0 || how.unattributed > 0) && has(how.unattributed) && percent(how.unattributed)],
    ['Without symbols', texts(how.unsymbolized).join(', ')],
    ['Orphans', (how.orphans_reattached > 0 || how.orphans_left > 0) &&
      `${count(how.orphans_reattached ?? 0)} JIT frames given to the one caller there could be, ` +
      `${count(how.orphans_left ?? 0)} left`],
    ['Overhead', how.clean_ns > 0 && how.profiled_ns > 0 && `${duration(how.profiled_ns)} with the tool, ` +
      `${duration(how.clean_ns)} without: ${significant(how.profiled_ns / how.clean_ns)}×`],
    ['Calls', how.counts && [`counted by ${how.counts.engine ?? 'a tool'}`,
      has(how.counts.lines) && `on ${count(how.counts.lines)} lines`,
      profile.callsScaled && `and multiplied by ${significant(how.counts.scale)}`].filter(Boolean).join(' ')],
    ['Text', raw.data && [raw.data.path, has(raw.data.lines) && `${count(raw.data.lines)} lines`,
      has(raw.data.bytes) && bytes(raw.data.bytes), raw.data.repeat > 1 && `searched ${count(raw.data.repeat)} times in one ` +
      'process; times are of all of them'].filter(Boolean).join(', ')],
    ['Command', texts(raw.command).join(' ')],
    ['When', raw.started],
  ];
  return h('dl', { class: 'how' }, facts.filter(([, text]) => text).map(([term, text]) =>
    h('div', null, h('dt', null, term), h('dd', null, String(text)))));
}

// The categories' colours, with what each comes to by the functions' own.
export function byCategory(profile) {
  const sums = new Map();
  for (const f of profile.functions) sums.set(f.category, (sums.get(f.category) ?? 0) + f.self);
  return legend(...Object.keys(CATEGORIES).filter((category) => sums.has(category)).map((category) => [
    h('i', { class: `key ${category}`, 'aria-hidden': 'true' }),
    [`${CATEGORIES[category]} `, h('b', null, percent(profile.share(sums.get(category), category)))]]));
}
