// The threads and worker processes: when each lived, and how much of that it worked.
import { h, scrolling } from '../dom.js';
import { duration, percent, significant } from './words.js';

// A CPU time of 0 is not known.
const used = (thread) => (thread.cpu && thread.end > thread.start ? thread.cpu / (thread.end - thread.start) : undefined);

function told({ threads, imbalance }, span, processes) {
  const what = threads.length === 1 ? 'One thread' : `${threads.length} ${processes ? 'threads and processes' : 'threads'}`;
  const cpu = threads.reduce((sum, thread) => sum + thread.cpu, 0);
  if (!cpu) return `${what}. The engine tells nothing of CPU time.`;
  if (threads.length === 1) return `${what}; it worked ${percent(used(threads[0]))} of its time.`;
  const busy = `${what} kept ${significant(cpu / span)} cores busy on average.`;
  const busiest = threads[imbalance.busiest];
  if (!busiest) return busy;
  return `${busy} Imbalance: ${busiest.name} has ${significant(imbalance.times)} times the mean CPU time of the ` +
    `${imbalance.count} that share the work.`;
}

export function threadsTable(profile) {
  const { threads } = profile;
  if (!threads.length) return h('p', { class: 'empty' }, 'The engine told nothing of threads.');
  const span = threads.reduce((most, thread) => Math.max(most, thread.end), 0) || 1;
  const processes = new Set(threads.map((thread) => thread.pid)).size > 1;
  const life = (thread) => Math.max(0, thread.end - thread.start);
  const pc = (part) => `${(part * 100).toFixed(2)}%`;

  const lane = (thread) => h('div', { class: 'lifetime' },
    h('div', { css: { left: pc(thread.start / span), width: pc(life(thread) / span) } },
      h('i', { css: { height: pc(Math.min(1, used(thread) ?? 0)) } })));
  const id = ({ pid, tid }) => (processes && pid !== undefined ? `process ${pid}` : tid === undefined ? '' : `thread ${tid}`);
  const row = (thread) => h('tr', null,
    h('th', { scope: 'row' }, thread.name, h('span', { class: 'module' }, id(thread))),
    h('td', { class: 'long' }, lane(thread)),
    [percent(used(thread)), duration(thread.cpu || undefined), duration(life(thread)), duration(thread.start)].map((text) =>
      h('td', { class: 'right' }, text)));

  return h('div', { class: 'threads' }, h('p', null, told(profile, span, processes)),
    h('p', { class: 'caption' }, 'A bar is as long as a thread lived, and filled as high as the part of that which it ' +
      'spent on a CPU.'),
    scrolling('Threads', h('table', null,
      h('caption', { class: 'unseen' }, `Threads of ${profile.variant}`),
      h('thead', null, h('tr', null,
        ['Thread', `0 to ${duration(span)}`].map((title) => h('th', { scope: 'col' }, title)),
        ['Used', 'CPU', 'Life', 'Start'].map((title) => h('th', { scope: 'col', class: 'right' }, title)))),
      h('tbody', null, threads.map(row)))));
}
