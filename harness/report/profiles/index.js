// Section "Profiles": one variant at a time, seen from several sides.

import { choice, html } from './dom.js';
import { functions_table } from './functions.js';
import { call_graph } from './graph.js';
import { how_obtained, verdict_line } from './how.js';
import { span_lanes } from './lanes.js';
import { read_profile } from './model.js';
import { stacks } from './stacks.js';
import { threads_table } from './threads.js';
import { make_tip } from './tip.js';

// Fills `section` with what is in `list`, an array of parsed profile.json files
// (harness/profile/profile.h).
export function profiles(section, list) {
  const read = (Array.isArray(list) ? list : [])
    .filter((raw) => raw && typeof raw === 'object')
    .map(read_profile);
  section.classList.add('profiles');
  if (!read.length) {
    section.append(
      html(
        'p',
        { class: 'empty' },
        'No profiles were made: ',
        html('code', null, './harness profile --variant all'),
        ' makes them.',
      ),
    );
    return;
  }
  const tip = make_tip();
  const slot = html('div');
  const names = read.map((profile, i) => [
    `${i}`,
    profile.variant +
      (read.some((other) => other !== profile && other.variant === profile.variant)
        ? ` (${profile.engine})`
        : ''),
  ]);
  section.append(html('div', { class: 'controls pick' }, choice('Variant', names, '0', show)), slot, tip.box);

  function part(title, ...content) {
    return html('section', { class: 'part' }, html('h3', null, title), content);
  }
  function show(index) {
    const profile = read[index];
    const view = stacks(profile, read, tip);
    const icicle = part(
      `Where the ${profile.unit_word} goes`.replace('instructions goes', 'instructions go'),
      view.element,
    );
    const root_at =
      view.root_at &&
      ((fn) => {
        view.root_at(fn);
        icicle.scrollIntoView({
          block: 'nearest',
          behavior: matchMedia('(prefers-reduced-motion: reduce)').matches ? 'auto' : 'smooth',
        });
      });
    const lanes = span_lanes(profile, tip);
    slot.replaceChildren(
      verdict_line(profile),
      icicle,
      part('Functions', functions_table(profile, root_at)),
      part('Call graph', call_graph(profile, root_at, tip)),
      part('Threads', threads_table(profile)),
      ...(lanes ? [part('What ran when', lanes)] : []),
      part('How this was obtained', how_obtained(profile)),
    );
  }
  show(0);
}
