// Section "Profiles": one variant at a time, seen from several sides.
import { h } from '../dom.js';
import { functionsTable } from './functions.js';
import { callGraph } from './graph.js';
import { howObtained, otherText, verdictLine } from './how.js';
import { choice } from './parts.js';
import { stacks } from './stacks.js';
import { threadsTable } from './threads.js';

const bring = (node) => node.scrollIntoView({ block: 'start',
  behavior: matchMedia('(prefers-reduced-motion: reduce)').matches ? 'auto' : 'smooth' });

const part = (title, content) => h('section', { class: 'part' }, h('h3', null, title), content);

// Fills `section` with the profiles in `list`, which harness/profile/show/profile_page.h describes. `ladder`, an array
// of { name, after }, gives their order, and what each is compared with at first. `text` is the run's: a profile of
// another text gets a note. Returns choose(variant), which shows that one.
export function profiles(section, list, ladder = [], text = null) {
  const place = ({ variant }) => (ladder.findIndex((rung) => rung.name === variant) + 1) || Infinity;
  const inOrder = (a, b) => (place(a) === place(b) ? 0 : place(a) - place(b));
  for (const profile of list) {
    profile.functions.forEach((f, i) => { f.index = i; });
    profile.against.forEach((each) => { each.variant = list[each.other].variant; });
    profile.against.sort(inOrder);
  }
  const all = [...list].sort(inOrder);
  section.classList.add('profiles');
  const slot = h('div');
  const name = ({ variant, engine }) =>
    (all.filter((each) => each.variant === variant).length > 1 ? `${variant} (${engine})` : variant);
  const pick = choice('Variant', all.map((each, i) => [`${i}`, name(each)]), '0', (i) => show(all[i]));
  section.append(h('div', { class: 'pick' }, pick), slot);

  function show(profile) {
    const { after } = ladder.find((rung) => rung.name === profile.variant) ?? {};
    const view = stacks(profile, Math.max(0, profile.against.findIndex(({ variant }) => variant === after)));
    const where = part(profile.unit === 'ns' ? 'Where the time goes, call by call' : 'Where the instructions go, call by call',
      view.element);
    const rootAt = view.rootAt && ((fn) => {
      view.rootAt(fn);
      bring(where);
    });
    slot.replaceChildren(
      otherText(profile, text) ?? '', verdictLine(profile), where,
      part('Functions', functionsTable(profile, rootAt)),
      part('Call graph', callGraph(profile, rootAt)),
      part('Threads', threadsTable(profile)),
      part('How this was obtained', howObtained(profile)));
  }
  show(all[0]);
  return (variant) => {
    const i = all.findIndex((profile) => profile.variant === variant);
    pick.querySelector('select').value = `${i}`;
    show(all[i]);
    bring(section);
  };
}
