// The trap: a GPU's steps by the host's clock, and what the device did, on one scale.
import { h, heading, legend } from './dom.js';
import { duration, pc } from './format.js';
import { marks } from './tip.js';

const PARTS = ['sum', 'squares', 'roots', 'total', 'wait', 'copy'];
const TITLES = ['Without waiting', 'A wait after each step', 'A wait before the copy'];

export function trap(section, { results, figures: { trap: drawn } }) {
  if (!drawn) {
    section.remove();
    return;
  }
  const { simulated, device, repeats } = results.trap;
  heading(section, 'trap-title', simulated ? 'The trap (SIMULATED)' : 'The trap', drawn.story);
  const { modes, end_ns: end } = drawn;
  if (!end) return;
  const list = [];
  const lane = (title, who, stretches) => h('li', null, h('span', { class: 'who' }, who),
    h('div', { class: 'track' }, stretches.map(({ part, from_ns: from, ns }) => {
      const node = h('i', { class: `step ${part}`, css: { left: pc(100 * from / end), width: pc(100 * ns / end) } },
        ns / end > 0.02 && h('b', null, part));
      list.push({ node, words: { title: `${title}, ${who}: ${part}`, facts: [['begins', duration(from)], ['takes', duration(ns)]] } });
      return node;
    })));
  section.append(legend(...PARTS.map((part) => [h('i', { class: `key step ${part}`, 'aria-hidden': 'true' }), part])),
    h('div', { class: 'lanes' }, modes.map(({ host, device: ran }, i) => [h('h3', null, TITLES[i]),
      h('ul', null, lane(TITLES[i], 'host', host), lane(TITLES[i], 'device', ran))])),
    h('p', { class: 'caption' }, `${device}. The run in the middle of ${repeats} of each kind; a lane is ${duration(end)} long. ` +
      'The figures are in the table “The trap” below.'));
  marks(list);
}
