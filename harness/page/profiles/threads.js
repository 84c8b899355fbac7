// The threads and worker processes: when each lived, and how much of that time it worked.
import { h, scrolling } from '../dom.js';
import { duration, percent, significant } from './words.js';

function told({ threads, imbalance, cores_busy: busy, preempted_text: preempted }, processes) {
  const what = threads.length === 1 ? 'One thread' : `${threads.length} ${processes ? 'threads and processes' : 'threads'}`;
  if (busy === undefined) return `${what}. The engine tells nothing of CPU time.`;
  const worked = threads.length === 1 ? `${what}; it worked ${percent(threads[0].used)} of its time.`
    : `${what} kept ${significant(busy)} cores busy on average.`;
  const uneven = imbalance && `Imbalance: ${threads[imbalance.busiest].name} has ${significant(imbalance.times)} ` +
    `times the mean CPU time of the ${imbalance.count} that share the work.`;
  return [worked, preempted, uneven].filter(Boolean).join(' ');
}

export function threadsTable(profile) {
  const { threads } = profile;
  if (!threads.length) return h('p', { class: 'empty' }, 'The engine told nothing of threads.');
  const span = threads.reduce((most, thread) => Math.max(most, thread.end_ns), 0) || 1;
  const processes = new Set(threads.map((thread) => thread.pid)).size > 1;
  const pc = (part) => `${(part * 100).toFixed(2)}%`;

  const lane = (thread) => h('div', { class: 'lifetime' },
    h('div', { css: { left: pc(thread.start_ns / span), width: pc(thread.life_ns / span) } },
      h('i', { css: { height: pc(thread.used ?? 0) } })));
  const id = ({ pid, tid }) => (processes ? `process ${pid}` : `thread ${tid}`);
  const row = (thread) => h('tr', null,
    h('th', { scope: 'row' }, thread.name, h('span', { class: 'module' }, id(thread))),
    h('td', { class: 'long' }, lane(thread)),
    [percent(thread.used), duration(thread.cpu_ns || undefined), duration(thread.life_ns), duration(thread.start_ns)].map((text) =>
      h('td', { class: 'right' }, text)));

  return h('div', { class: 'threads' }, h('p', null, told(profile, processes)),
    h('p', { class: 'caption' }, 'A bar is as long as a thread lived, and filled as high as the part of that which it ' +
      'spent on a CPU.'),
    scrolling('Threads', h('table', null,
      h('caption', { class: 'unseen' }, `Threads of ${profile.variant}`),
      h('thead', null, h('tr', null,
        ['Thread', `0 to ${duration(span)}`].map((title) => h('th', { scope: 'col' }, title)),
        ['Used', 'CPU', 'Life', 'Start'].map((title) => h('th', { scope: 'col', class: 'right' }, title)))),
      h('tbody', null, threads.map(row)))));
}
