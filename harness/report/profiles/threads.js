// The threads and worker processes: when each lived, and how much of that it worked.

import { html } from './dom.js';
import { digits, percent, time } from './words.js';

export function threads_table(profile) {
  const { threads } = profile;
  if (!threads.length) return html('p', { class: 'empty' }, 'The engine told nothing of threads.');
  const span = threads.reduce((most, t) => Math.max(most, t.end), 0) || 1;
  const cpu = threads.reduce((sum, t) => sum + t.cpu, 0);
  const used = (t) => (t.end > t.start ? t.cpu / (t.end - t.start) : undefined);
  const processes = new Set(threads.map((t) => t.pid)).size > 1;

  const lane = (t) => {
    const level = html('i');
    const life = html('div', { class: 'life' }, level);
    life.style.left = `${((t.start / span) * 100).toFixed(3)}%`;
    life.style.width = `${((Math.max(0, t.end - t.start) / span) * 100).toFixed(3)}%`;
    level.style.height = `${(Math.min(1, used(t) ?? 0) * 100).toFixed(2)}%`;
    return html('div', { class: 'lane' }, life);
  };
  const rows = threads.map((t) =>
    html(
      'tr',
      null,
      html(
        'th',
        { scope: 'row' },
        t.name,
        html(
          'span',
          { class: 'module' },
          processes && t.pid !== undefined
            ? `process ${t.pid}`
            : t.tid !== undefined
              ? `thread ${t.tid}`
              : '',
        ),
      ),
      html('td', { class: 'wide' }, lane(t)),
      html('td', { class: 'number' }, time(t.start)),
      html('td', { class: 'number' }, time(Math.max(0, t.end - t.start))),
      html('td', { class: 'number' }, time(t.cpu)),
      html('td', { class: 'number' }, percent(used(t))),
    ),
  );
  const busiest = threads.reduce((most, t) => (t.cpu > most.cpu ? t : most));
  const imbalance = cpu ? busiest.cpu / (cpu / threads.length) : undefined;
  const told =
    threads.length === 1
      ? `One thread; it worked ${percent(used(threads[0]))} of its time.`
      : `${threads.length} ${processes ? 'threads and processes' : 'threads'} kept ${digits(cpu / span)} cores ` +
        `busy on average. Imbalance: ${busiest.name} has ${digits(imbalance)} times the mean CPU time.`;
  return html(
    'div',
    { class: 'threads' },
    html('p', { class: 'told' }, told),
    html(
      'p',
      { class: 'note' },
      'A bar is as long as a thread lived, and filled as high as the part of ' +
        'that which it spent on a CPU.',
    ),
    html(
      'div',
      { class: 'box', tabindex: 0, role: 'region', 'aria-label': 'Threads' },
      html(
        'table',
        null,
        html('caption', { class: 'unseen' }, `Threads of ${profile.variant}`),
        html(
          'thead',
          null,
          html(
            'tr',
            null,
            ['Thread', `0 to ${time(span)}`].map((title) => html('th', { scope: 'col' }, title)),
            ['Start', 'Life', 'CPU', 'Used'].map((title) =>
              html('th', { scope: 'col', class: 'number' }, title),
            ),
          ),
        ),
        html('tbody', null, rows),
      ),
    ),
  );
}
