// Where the time goes inside each variant, as shares or in seconds.
import { max } from 'd3-array';
import { caption, figures as numbers, h, heading, key, legend } from './dom.js';
import { duration, grouped, pc, percent } from './format.js';
import { ACTS, STAGES, acts } from './model.js';
import { hideTip, marks, showTip } from './tip.js';

function words(row) {
  return { title: row.name,
    facts: [['stage run', duration(row.stages_ns)],
      ['searched', row.stages_bytes && `the first ${grouped(row.stages_bytes)} bytes, scaled`],
      ...STAGES.filter((stage) => row.shares[stage] > 0).map((stage) =>
        [stage, `${percent(row.shares[stage], 1)}, ${duration(row.stages[stage])}`])] };
}

function bar(row) {
  return h('div', { class: 'stack' }, STAGES.filter((stage) => row.shares[stage] > 0).map((stage) => {
    const share = row.shares[stage];
    const part = h('i', { class: `stage ${stage}`, css: { '--share': share.toFixed(5) } },
      share > 0.02 && h('b', null, h('span', null, `${stage} `), percent(share)));
    part.addEventListener('pointerenter', (event) => {
      event.stopPropagation();
      showTip(part, { title: `${row.name}: ${stage}`, facts: [['share', percent(share, 1)], ['time', duration(row.stages[stage])]] });
    });
    part.addEventListener('pointerleave', hideTip);
    return part;
  }));
}

export function stages(section, model) {
  const rows = [...model.rungs, ...model.apart].filter((row) => row.shares);
  heading(section, 'stages-title', 'Where the time goes',
    'From runs of their own with the stage clock on; samples are taken with it off.',
    rows.some((row) => row.stages_bytes) && ' Of slow variants the first lines only, scaled to the whole text.');
  if (!rows.length) {
    section.append(h('p', { class: 'empty' }, 'No variant had a run with its stage clock on.'));
    return;
  }
  const used = STAGES.filter((stage) => rows.some((row) => row.shares[stage] > 0));
  const chart = h('div', { class: 'stages shares' });
  const choose = (view, words, checked) => h('label', null,
    h('input', { type: 'radio', name: 'stages-view', value: view, checked,
      on: { change: () => { chart.className = `stages ${view}`; note.textContent = notes[view]; } } }), words);
  const notes = { shares: 'Each bar is the whole time of its variant.',
    absolute: 'Bars are as long as their time; each act has a scale of its own.' };
  const note = h('p', { class: 'caption', 'aria-live': 'polite' }, notes.shares);
  section.append(h('div', { class: 'controls' },
    h('fieldset', { class: 'switch' }, h('legend', { class: 'unseen' }, 'Bars show'), choose('shares', 'Shares', true), choose('absolute', 'Time')),
    legend(...used.map((stage) => [key(`stage ${stage}`), stage]))), note, chart);
  const list = [];
  for (const group of acts(rows)) {
    const most = max(group.rows, (row) => row.stages_ns);
    if (group.act !== null) chart.append(h('h3', null, h('span', null, `Act ${group.act}`), ` ${ACTS[group.act] ?? ''}`));
    chart.append(h('ul', null, group.rows.map((row) => {
      const node = bar(row);
      node.style.setProperty('--length', pc(100 * row.stages_ns / most));
      list.push({ node, words: words(row) });
      return h('li', null, h('span', { class: 'name', title: row.name }, row.name), node,
        h('span', { class: 'time' }, duration(row.stages_ns)));
    })));
  }
  marks(list);
  caption(section, model.figures.captions?.stages);
  section.append(numbers('Stages of every variant',
    [{ name: 'variant' }, { name: 'time', right: true }, ...used.map((name) => ({ name, right: true }))],
    rows.map((row) => [row.name, duration(row.stages_ns, 4), ...used.map((stage) => (row.shares[stage] > 0 ? percent(row.shares[stage], 1) : ''))])));
}
