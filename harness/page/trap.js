// The trap: what the host's clock says of a GPU's steps, and what the device did, on one scale.
import { max, sum } from 'd3-array';
import { h, heading, legend } from './dom.js';
import { duration, pc } from './format.js';
import { marks } from './tip.js';

const STEPS = ['sum', 'squares', 'roots', 'total', 'copy'];
const COPY = STEPS.indexOf('copy');
const MODES = { no_wait: 'Without waiting', wait_each: 'A wait after each step', wait_once: 'A wait before the copy' };

// The repeat in the middle by the host's time: the lanes of one run fit together, medians do not.
function middle(mode) {
  const all = mode.host_ns.map((steps, i) => [sum(steps) + mode.wait_ns[i], i]).sort((a, b) => a[0] - b[0]);
  return all[Math.floor((all.length - 1) / 2)][1];
}

function hostLane(mode, repeat) {
  let at = 0;
  const parts = [];
  const add = (name, ns) => { parts.push({ name, from: at, ns }); at += ns; };
  mode.host_ns[repeat].forEach((ns, step) => {
    if (step === COPY && mode.wait_ns[repeat]) add('wait', mode.wait_ns[repeat]);
    add(STEPS[step], ns);
  });
  return parts;
}

const deviceLane = (mode, repeat) => mode.device_ns[repeat].map((ns, step) =>
  ({ name: STEPS[step], from: mode.device_start_ns[repeat][step], ns }));

export function trap(section, model) {
  const data = model.results.trap;
  if (!data) {
    section.remove();
    return;
  }
  heading(section, 'trap-title', data.simulated ? 'The trap (SIMULATED)' : 'The trap', model.figures.trap ?? '');
  const lanes = Object.entries(MODES).filter(([name]) => data.modes?.[name]).map(([name, title]) => {
    const repeat = middle(data.modes[name]);
    return { title, host: hostLane(data.modes[name], repeat), device: deviceLane(data.modes[name], repeat) };
  });
  const end = max(lanes.flatMap(({ host, device }) => [...host, ...device]), (part) => part.from + part.ns);
  if (!(end > 0)) return;
  const list = [];
  const lane = (mode, who, parts) => h('li', null, h('span', { class: 'who' }, who),
    h('div', { class: 'track' }, parts.filter((part) => part.ns > 0).map((part) => {
      const node = h('i', { class: `step ${part.name}`, css: { left: pc(100 * part.from / end), width: pc(100 * part.ns / end) } },
        part.ns / end > 0.02 && h('b', null, part.name));
      list.push({ node, words: { title: `${mode}, ${who}: ${part.name}`,
        facts: [['begins', duration(part.from)], ['takes', duration(part.ns)]] } });
      return node;
    })));
  section.append(legend(...[...STEPS, 'wait'].map((step) => [h('i', { class: `key step ${step}`, 'aria-hidden': 'true' }), step])),
    h('div', { class: 'lanes' }, lanes.map(({ title, host, device }) => [h('h3', null, title),
      h('ul', null, lane(title, 'host', host), lane(title, 'device', device))])),
    h('p', { class: 'caption' }, `${data.device}. The run in the middle of ${data.repeats} of each kind; a lane is ${duration(end)} long. ` +
      'The figures are in the table “The trap” below.'));
  marks(list);
}
