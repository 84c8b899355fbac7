// Section "Profiles": one variant at a time, seen from several sides.
import { h } from '../dom.js';
import { functionsTable } from './functions.js';
import { callGraph } from './graph.js';
import { howObtained, verdictLine } from './how.js';
import { spanLanes } from './lanes.js';
import { profileLater } from './model.js';
import { choice } from './parts.js';
import { stacks } from './stacks.js';
import { threadsTable } from './threads.js';

// A path, and the same one from another folder.
const sameFile = (a, b) => a === b || a.endsWith(`/${b}`) || b.endsWith(`/${a}`);

const part = (title, content) => h('section', { class: 'part' }, h('h3', null, title), content);

// Fills `section` with what is in `list`, an array of parsed profile.json files (harness/profile/profile.h).
// `ladder`, an array of { name, after }, gives their order, and what each is compared with at first.
// `text` is the run's: a profile of another one is said to be that.
export function profiles(section, list, ladder = [], text = null) {
  const all = (Array.isArray(list) ? list : []).filter((raw) => raw && typeof raw === 'object').map(profileLater);
  const place = ({ variant }) => (ladder.findIndex((rung) => rung.name === variant) + 1) || Infinity;
  all.sort((a, b) => (place(a) === place(b) ? 0 : place(a) - place(b)));
  section.classList.add('profiles');
  if (!all.length) {
    section.append(h('p', { class: 'empty' }, 'No profiles were made: ',
      h('code', null, './harness profile all'), ' makes them.'));
    return;
  }
  const slot = h('div');
  const name = ({ variant, engine }) =>
    (all.filter((each) => each.variant === variant).length > 1 ? `${variant} (${engine})` : variant);
  section.append(h('div', { class: 'pick' },
    choice('Variant', all.map((each, i) => [`${i}`, name(each)]), '0', (i) => show(all[i]))), slot);

  function show(chosen) {
    const profile = chosen.read();
    const others = all.filter((each) => each !== chosen && each.hasStacks);
    const { after } = ladder.find((rung) => rung.name === profile.variant) ?? {};
    const view = stacks(profile, others, Math.max(0, others.findIndex((each) => each.variant === after)));
    const where = part(profile.unit === 'ns' ? 'Where the time goes, call by call' : 'Where the instructions go, call by call',
      view.element);
    const rootAt = view.rootAt && ((fn) => {
      view.rootAt(fn);
      where.scrollIntoView({ block: 'start',
        behavior: matchMedia('(prefers-reduced-motion: reduce)').matches ? 'auto' : 'smooth' });
    });
    const lanes = spanLanes(profile);
    const other = text && profile.raw.data?.path && !sameFile(String(profile.raw.data.path), String(text));
    slot.replaceChildren(
      ...(other ? [h('p', { class: 'caption' }, `Profiled on another text than the run above: ${profile.raw.data.path}.`)] : []),
      verdictLine(profile), ...(profile.onlyCalls ? [] : [where]),
      part('Functions', functionsTable(profile, rootAt)),
      part('Call graph', callGraph(profile, rootAt)),
      part('Threads', threadsTable(profile)),
      ...(lanes ? [part('What ran when', lanes)] : []),
      part('How this was obtained', howObtained(profile)));
  }
  show(all[0]);
}
