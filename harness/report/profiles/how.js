// How a profile was obtained, and what it says first.
import { h, legend } from '../dom.js';
import { verdict } from './model.js';
import { bytes, CATEGORIES, count, duration, percent, significant } from './words.js';

export function verdictLine(profile) {
  const found = verdict(profile);
  if (!found) return h('p', { class: 'empty' }, 'Nothing was seen: there is no verdict.');
  const { first, second } = found;
  const name = ({ f, itself }) => [h('code', null, f.name), itself ? ' itself: ' : ' and below: '];
  return h('p', { class: 'verdict-line' }, name(first), h('strong', null, percent(first.share)),
    ` of the ${profile.unitWord}. Making it free `,
    first.share >= 0.995 ? 'leaves next to nothing.' : `gains at most ${significant(1 / (1 - first.share))}×.`,
    second && [' Next after that: ', name(second), `${percent(second.share)}.`]);
}

export function howObtained(profile) {
  const { how, raw } = profile;
  const has = Number.isFinite;
  const texts = (value) => (Array.isArray(value) ? value.map(String) : []);
  const rate = (hz) => has(hz) && `${significant(hz)} a second`;
  const facts = [
    ['Engine', [profile.engine || 'unknown', raw.why].filter(Boolean).join(': ')],
    ['Event', how.event],
    ['Frequency asked', rate(how.frequency_asked)],
    ['Frequency delivered', rate(how.frequency_delivered)],
    ['Samples', has(how.samples) && count(how.samples) + (how.lost > 0 ? `, and ${count(how.lost)} lost` : '')],
    ['Unattributed', has(how.unattributed) && percent(how.unattributed)],
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
      has(raw.data.bytes) && bytes(raw.data.bytes)].filter(Boolean).join(', ')],
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
    [`${CATEGORIES[category]} `, h('b', null, percent(sums.get(category) / (profile.total || 1)))]]));
}
