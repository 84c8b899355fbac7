// The top: what was measured, on which machine, and whether to trust it.
import { byId, h, prose } from './dom.js';
import { grouped, percent, plural } from './format.js';

const GIB = 2 ** 30;

function when(started) {
  const date = new Date(started);
  return Number.isNaN(date.getTime()) ? started
    : `${date.toISOString().slice(0, 10)}, ${date.toISOString().slice(11, 16)} UTC`;
}

const ENDS = {
  precision: 'ended once every comparison was known well enough',
  budget: 'ended by the time budget',
  stopped: 'ended by hand',
};

function showObjections(box, list) {
  if (!list.length) return;
  const spoiled = list[0].spoils;
  box.append(h('div', { class: spoiled ? 'banner bad' : 'banner', role: spoiled ? 'alert' : 'note' },
    h('p', { class: 'banner-title' }, spoiled ? 'Don’t trust this run' : 'To be kept in mind'),
    h('ul', null, list.map(({ spoils, what, remedy }) => h('li', { class: spoils && 'spoils' },
      prose(what), remedy && [' ', h('span', { class: 'remedy' }, prose(remedy))])))));
}

function pageCache({ cold, variants }, { resident }) {
  const measured = variants.filter(({ status }) => status === 'ok');
  const copied = measured.filter((variant) => variant.cold);
  if (cold) return ['Page cache', 'Cold', ['the text was dropped from it before each sample']];
  if (copied.length && copied.length === measured.length) return ['Page cache', 'Cold', ['a copy of the text was dropped from it before each sample']];
  return ['Page cache', resident ?? 'not to be known', ['of the text at the least, whenever it was looked at',
    copied.length && 'the variants of the disk read a copy, dropped from it before each sample']];
}

export function head({ results, figures }) {
  const { machine, data, build, patterns, gpus, pin, try: tried } = results;
  const { rounds, fewest_rounds: fewest, noise, trust } = figures;
  const again = results.rounds?.again;
  const facts = [
    ['Machine', machine.cpu ?? 'unknown', [
      `${plural(machine.cores ?? 0, 'core')}, ${Math.round((machine.memory_bytes ?? 0) / GIB)} GiB`,
      machine.gpu?.name, machine.virtualization === 'none' ? 'not virtualized' : machine.virtualization, `${machine.system ?? ''}, Linux ${machine.kernel ?? 'unknown'}`]],
    tried ? ['Commands', null, [`before: ${tried.before.command}`, `after: ${tried.after.command}`]] :
    ['Text', data.path, [`${grouped(data.bytes)} bytes in ${plural(data.lines, 'line')}`,
      (patterns?.count === 'lines' ? plural(data.matches, 'matching line') : plural(data.matches, 'match', 'matches')) +
        (figures.patterns ? ` of ${figures.patterns}` : '')]],
    ['Measured', when(results.started), [
      plural(results.threads, 'thread') + (gpus > 1 ? `, ${gpus} GPUs` : '') +
        (Number.isInteger(pin) ? `; one-threaded ones bound to core ${pin}` : ''),
      `revision ${build.revision ?? 'unknown'}`]],
    ['Rounds', rounds ? String(rounds) : 'none', [
      ENDS[results.rounds?.ended],
      fewest < rounds ? `the slowest took part in ${fewest}` : 'every variant took part in all',
      again && `${again} more for samples that were disturbed`,
      noise !== null && `noise ±${percent(noise, 1)}: half of a typical interval`]],
    tried ? null : pageCache(results, figures),
    ['Can it be trusted?', trust.answer, [trust.why]],
  ];
  document.title = `Bottleneck first: ${machine.cpu ?? 'a run'}, ${results.started.slice(0, 10)}`;
  showObjections(byId('trust'), figures.objections);
  byId('strip').append(...facts.filter(Boolean).map(([name, value, more]) => h('div', null, h('dt', null, name),
    h('dd', null, value && h('strong', null, value), more.filter(Boolean).map((line) => h('span', null, line))))));
}
