// The top: what was measured on what, and whether it can be trusted.
import { median } from 'd3-array';
import { byId, h, prose } from './dom.js';
import { grouped, percent, plural } from './format.js';

const GIB = 2 ** 30;

function when(started) {
  const date = new Date(started);
  return Number.isNaN(date.getTime()) ? started
    : `${date.toISOString().slice(0, 10)}, ${date.toISOString().slice(11, 16)} UTC`;
}

// How wide the intervals are: half of one, of its median.
function noise(rows) {
  return median(rows.filter((row) => row.good && row.ci_ns),
    (row) => (row.ci_ns[1] - row.ci_ns[0]) / 2 / row.median_ns);
}

const sentence = (text) => `${text.slice(0, 1).toUpperCase()}${text.slice(1)}${/[.!?]$/.test(text) || !text ? '' : '.'}`;

const ENDS = {
  precision: 'ended once every comparison was known well enough',
  budget: 'ended by the time budget',
  stopped: 'ended by hand',
};

// Everything that is against the run; what spoils it comes first.
export function objections({ results, figures, rows }) {
  const list = [];
  const { control } = figures;
  if (control?.ci && (control.ci[0] > 1 || control.ci[1] < 1))
    list.push({ spoils: true,
      what: `The same variant, run twice under two names, differs from itself: ${control.ratio.toFixed(3)}×.`,
      remedy: 'Every verdict reads unclear. Run again on a quiet machine.' });
  for (const each of results.warnings ?? [])
    list.push({ spoils: each.spoils === true, what: sentence(String(each.what)),
      remedy: each.remedy ? sentence(`Remedy: ${each.remedy}`) : '' });
  if (!figures.trusted && !list.some((each) => each.spoils))
    list.push({ spoils: true, what: 'Every verdict reads unclear.', remedy: '' });
  if (results.build.sanitize)
    list.push({ spoils: true, what: `Slowed by sanitizers: ${results.build.sanitize}.`,
      remedy: 'Measure the release build.' });
  if (!results.cold && results.data.resident !== null && results.data.resident < 1)
    list.push({ spoils: false,
      what: `Only ${percent(results.data.resident, 1)} of the text were in the page cache.`,
      remedy: 'Disk speed is part of every time. Free some memory, and run again.' });
  if (results.stopped)
    list.push({ spoils: false, what: 'The run was stopped before its last round.', remedy: '' });
  const few = rows.filter((row) => row.good && !row.ci_ns && row.samples.length);
  if (few.length)
    list.push({ spoils: false,
      what: `Under six rounds, so no interval: ${few.map((row) => row.name).join(', ')}.`,
      remedy: 'Give the run more time (--budget).' });
  const bad = rows.filter((row) => !['ok', 'skipped'].includes(row.status));
  if (bad.length)
    list.push({ spoils: false,
      what: `Not measured: ${bad.map((row) => `${row.name} (${row.status})`).join(', ')}.`,
      remedy: 'The tables have the reasons.' });
  return list.sort((a, b) => b.spoils - a.spoils);
}

function showObjections(box, list) {
  const spoiled = list.some((each) => each.spoils);
  if (!list.length) return;
  box.append(h('div', { class: spoiled ? 'banner bad' : 'banner', role: spoiled ? 'alert' : 'note' },
    h('p', { class: 'banner-title' }, spoiled ? 'This run is not to be trusted' : 'To be kept in mind'),
    h('ul', null, list.map((each) => h('li', { class: each.spoils ? 'spoils' : null },
      prose(each.what), each.remedy && [' ', h('span', { class: 'remedy' }, prose(each.remedy))])))));
}

function trust({ figures }, spoiled) {
  const { control } = figures;
  if (spoiled) return ['Not to be trusted', 'see above'];
  if (!control) return ['Unknown', 'no A/A control took part'];
  if (!control.ci) return ['Unknown', 'the A/A control has under six rounds, or was disturbed'];
  return ['Yes', `${control.copy_of} twice: ${control.ratio.toFixed(3)}× itself ` +
    `(${control.ci[0].toFixed(3)}–${control.ci[1].toFixed(3)})`];
}

export function head(model) {
  const { results, rows, rounds } = model;
  const { machine, data, build } = results;
  const list = objections(model);
  const [trusted, why] = trust(model, list.some((each) => each.spoils));
  const spread = noise(rows);
  const gpu = machine.gpu && typeof machine.gpu === 'object' ? machine.gpu.name : null;
  const least = Math.min(...rows.filter((row) => row.good).map((row) => row.samples.length));
  const facts = [
    ['Machine', machine.cpu ?? 'unknown', [
      `${plural(machine.cores ?? 0, 'core')}, ${Math.round((machine.memory_bytes ?? 0) / GIB)} GiB`,
      gpu, machine.virtualization === 'none' ? 'not virtualized' : machine.virtualization, `${machine.system ?? ''}, Linux ${machine.kernel ?? 'unknown'}`]],
    ['Text', data.path, [`${grouped(data.bytes)} bytes in ${plural(data.lines, 'line')}`,
      plural(data.matches, 'match', 'matches')]],
    ['Measured', when(results.started), [
      plural(results.threads, 'thread') + (results.gpus > 1 ? `, ${results.gpus} GPUs` : '') +
        (Number.isInteger(results.pin) ? `; one-threaded ones bound to core ${results.pin}` : ''),
      `revision ${build.revision ?? 'unknown'}`]],
    ['Rounds', rounds ? String(rounds) : 'none', [
      ENDS[results.rounds?.ended],
      least < rounds ? `the slowest variants took part in ${least}` : 'every variant took part in all',
      Number.isFinite(spread) ? `noise ±${percent(spread, 1)}: half of a typical interval` : null]],
    results.cold ? ['Page cache', 'Cold', ['the text was dropped from it before each sample']] :
    ['Page cache', data.resident === null ? 'not to be known' : percent(data.resident, data.resident < 1 ? 1 : 0),
      ['of the text at the least, whenever it was looked at']],
    ['Can it be trusted?', trusted, [why]],
  ];
  document.title = `Bottleneck first: ${machine.cpu ?? 'a run'}, ${results.started.slice(0, 10)}`;
  showObjections(byId('trust'), list);
  byId('strip').append(...facts.map(([name, value, more]) => h('div', null, h('dt', null, name),
    h('dd', null, h('strong', null, value), more.filter(Boolean).map((line) => h('span', null, line))))));
}
