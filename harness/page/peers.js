// Tools that people would use instead: how many times as long they take, on a logarithmic axis.
import { max } from 'd3-array';
import { scaleLog } from 'd3-scale';
import { h, heading, key, legend } from './dom.js';
import { duration, durations, grouped, pc, significant } from './format.js';
import { marks } from './tip.js';

const times = (ratio) => `${significant(ratio)}×`;
const many = ({ measured, ci }) => `${times(measured)}${ci ? ` (${significant(ci[0])}–${times(ci[1])})` : ''}`;

export function peers(section, model) {
  const { data, peers: all = [] } = model.results;
  const rows = all.filter((peer) => peer.status === 'ok' && peer.fastest);
  if (!rows.length) {
    section.remove();
    return;
  }
  const [{ fastest }] = rows;
  const oneCore = rows.find((peer) => peer.fastest_one_core)?.fastest_one_core;
  const parts = rows.filter((peer) => peer.bytes < data.bytes);
  heading(section, 'peers-title', 'The tools that people would use instead',
    `How many times as long they take as ${fastest.name} on the same count, whole processes in the same rounds.`,
    parts.length > 0 && ` Scaled from the first ${grouped(parts[0].bytes)} bytes: ${parts.map((peer) => peer.name).join(', ')}.`);
  const most = max(rows, (peer) => Math.max(peer.fastest.measured, peer.fastest.ci?.[1] ?? 0));
  const x = scaleLog().domain([1, Math.max(2, most) * 1.1]).range([0, 100]).clamp(true);
  const grid = [1, 10, 100, 1000, 10_000].filter((value) => value <= x.domain()[1]);
  const list = [];
  const bar = ({ fastest: { measured, ci }, fastest_one_core: alone }) => h('div', { class: 'bar-track' },
    grid.map((value) => h('i', { class: value === 1 ? 'one' : 'grid', css: { left: pc(x(value)) } })),
    h('i', { class: 'measured', css: { left: 0, width: pc(x(measured)) } }),
    ci && h('i', { class: 'interval', css: { left: pc(x(ci[0])), width: pc(x(ci[1]) - x(ci[0])) } }),
    alone && h('i', { class: 'predicted', css: { left: pc(x(alone.measured)) } }));
  const row = (peer) => {
    const node = bar(peer);
    list.push({ node, words: { title: peer.name, text: peer.command, facts: [
      ['version', peer.version], ['time', duration(peer.median_ns, 4)], ['95 % interval', peer.ci_ns && durations(peer.ci_ns, 4)],
      ['searched', peer.bytes < data.bytes && `the first ${grouped(peer.bytes)} bytes, scaled`],
      [`times ${peer.fastest.name}`, many(peer.fastest)],
      peer.fastest_one_core && [`times ${peer.fastest_one_core.name}, one core`, many(peer.fastest_one_core)]] } });
    return h('li', null, h('span', { class: 'name', title: peer.name }, peer.name), node,
      h('span', { class: 'time' }, duration(peer.median_ns)), h('span', { class: 'gain' }, times(peer.fastest.measured)));
  };
  section.append(legend([key('measured'), `times ${fastest.name}`], [key('interval'), 'interval'],
    ...(oneCore ? [[key('predicted'), `times ${oneCore.name}, the fastest on one core`]] : [])),
  h('ul', { class: 'peers' }, h('li', { class: 'head', 'aria-hidden': 'true' }, h('div', { class: 'bar-track axis' },
    grid.map((value) => h('span', { css: { left: pc(x(value)) } }, `${grouped(value)}×`)))), rows.map(row)));
  marks(list);
}
