// How a profile was obtained, and what it says first.
import { h, legend } from '../dom.js';
import { verdict } from './verdict.js';
import { bytes, CATEGORIES, count, duration, percent, significant } from './words.js';

// Several modules may have an [unknown].
const named = (f) => [h('code', null, f.name), f.name.startsWith('[') && f.module && [' of ', h('code', null, f.module)]];

export function verdictLine(profile) {
  if (profile.onlyCalls)
    return h('p', { class: 'empty' }, 'Calls were counted, and nothing else: where the time goes is not known.');
  const found = verdict(profile);
  if (!found) return h('p', { class: 'empty' }, 'Nothing was seen whose name is known: there is no bottleneck to name.');
  const { first, next } = found;
  const timed = profile.unit === 'ns';
  const what = !timed ? 'the instructions' : profile.gpu > 0 ? 'what the GPU did' : profile.threads.length > 1 ? 'the CPU time' : 'the time';
  const gain = first.share > 0.999 ? 'Making it free would leave next to nothing.'
    : `${timed ? 'Making it free gains' : 'Were they all as long, making it free would gain'} at most ` +
      `${significant(1 / (1 - first.share), 2)}×${profile.gpu > 0 ? ', where nothing else goes on beside it' : ''}.`;
  return h('p', { class: 'verdict-line' }, named(first.f), profile.gpu > 0 ? ': ' : ' and below: ',
    h('strong', null, percent(first.share)), ` of ${what}. ${gain}`,
    next.length ? ' Next after that: ' : ' Nothing else that can be told from it takes 1 %.',
    next.map(({ f, share, alone }, i) => [i === 0 ? '' : i + 1 < next.length ? ', ' : ' and ', named(f),
      alone ? ' itself ' : ' ', percent(share)]), next.length ? '.' : '');
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
