// How a profile was obtained, and what it says first.

import { html } from './dom.js';
import { verdict } from './model.js';
import { CATEGORIES, count, digits, percent, size, time } from './words.js';

const limit = (share) =>
  share >= 0.995 ? 'leaves next to nothing' : `gains at most ${digits(1 / (1 - share))}×`;

export function verdict_line(profile) {
  const found = verdict(profile);
  if (!found) return html('p', { class: 'verdict' }, 'Nothing was seen: there is no verdict.');
  const name = ({ f, itself }) => [html('code', null, f.name), itself ? ' itself: ' : ' and below: '];
  const { first, second } = found;
  return html(
    'p',
    { class: 'verdict' },
    name(first),
    html('strong', null, percent(first.share)),
    ` of the ${profile.unit_word}. `,
    `Making it free ${limit(first.share)}.`,
    second ? [' Next after that: ', name(second), `${percent(second.share)}.`] : undefined,
  );
}

export function how_obtained(profile) {
  const { how, raw } = profile;
  const rate = (hz) => `${digits(hz)} a second`;
  const has = Number.isFinite;
  const unsymbolized = (Array.isArray(how.unsymbolized) ? how.unsymbolized : []).map(String);
  const facts = [
    ['Engine', [profile.engine || 'unknown', raw.why ? `: ${raw.why}` : ''].join('')],
    ['Event', how.event],
    ['Frequency asked', has(how.frequency_asked) && rate(how.frequency_asked)],
    ['Frequency delivered', has(how.frequency_delivered) && rate(how.frequency_delivered)],
    [
      'Samples',
      has(how.samples) && `${count(how.samples)}${how.lost ? `, and ${count(how.lost)} lost` : ''}`,
    ],
    ['Unattributed', has(how.unattributed) && percent(how.unattributed)],
    ['Without symbols', unsymbolized.length > 0 && unsymbolized.join(', ')],
    [
      'Orphans',
      (how.orphans_reattached || how.orphans_left) &&
        `${count(how.orphans_reattached ?? 0)} JIT frames ` +
          `reattached to the only caller there could be, ${count(how.orphans_left ?? 0)} left`,
    ],
    [
      'Overhead',
      how.clean_ns > 0 &&
        how.profiled_ns > 0 &&
        `${time(how.profiled_ns)} with the tool, ` +
          `${time(how.clean_ns)} without: ${digits(how.profiled_ns / how.clean_ns)}×`,
    ],
    [
      'Calls',
      how.counts &&
        `counted by ${how.counts.engine ?? 'a tool'}` +
          (has(how.counts.lines) ? ` on ${count(how.counts.lines)} lines` : '') +
          (profile.calls_scaled ? `, multiplied by ${digits(how.counts.scale)}` : ''),
    ],
    [
      'Text',
      raw.data &&
        [
          raw.data.path,
          has(raw.data.lines) && `${count(raw.data.lines)} lines`,
          has(raw.data.bytes) && size(raw.data.bytes),
        ]
          .filter(Boolean)
          .join(', '),
    ],
    ['Command', Array.isArray(raw.command) && raw.command.join(' ')],
    ['When', raw.started],
  ].filter(([, text]) => text);
  return html(
    'dl',
    { class: 'how' },
    facts.map(([term, text]) => html('div', null, html('dt', null, term), html('dd', null, String(text)))),
  );
}

// The legend of the categories' colours, with what each comes to by the functions' own.
export function by_category(profile) {
  const sums = new Map();
  for (const f of profile.functions) sums.set(f.category, (sums.get(f.category) ?? 0) + f.self);
  return html(
    'ul',
    { class: 'legend', 'aria-label': 'Colours' },
    Object.keys(CATEGORIES)
      .filter((category) => sums.has(category))
      .map((category) =>
        html(
          'li',
          null,
          html('i', { class: category }),
          `${CATEGORIES[category]} `,
          html('b', null, percent(sums.get(category) / (profile.total || 1))),
        ),
      ),
  );
}
