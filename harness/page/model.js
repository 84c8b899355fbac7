// The embedded data, joined: what every section reads. A file may lack anything that came later.
import { median } from 'd3-array';
import { isNumber } from './format.js';

export const STAGES = ['read', 'compile', 'lower', 'search', 'merge', 'upload', 'kernel', 'download', 'other'];
export const ACTS = {
  1: 'Everyone has an idea',
  2: 'One core to its limit',
  3: 'All cores',
  4: 'The GPU',
};
export const OUTCOMES = ['paid', 'wasted', 'undecided'];

const sum = (values) => values.reduce((all, value) => all + value, 0);

// A sample's time, as the harness takes it: the median of the process' searches.
const timeOf = (sample) => median(sample.search_ns ?? []) ?? NaN;

// What a rung attacks comes in the order in which stages are shown.
const stepOf = (step) => (step
  ? { ...step, attacks: STAGES.filter((stage) => (step.attacks ?? []).includes(stage)) } : null);

function rowOf(variant, results, figures, ladder) {
  const figure = figures.find((each) => each.name === variant.name) ?? {};
  const stages = variant.stages && sum(Object.values(variant.stages)) > 0 ? variant.stages : null;
  const all = stages ? sum(Object.values(stages)) : 0;
  return {
    ...variant,
    good: variant.status === 'ok' && variant.median_ns > 0,
    act: figure.act ?? null,
    outcome: figure.outcome ?? null,
    limit_ns: figure.limit_ns ?? null,
    counted: figure.rounds ?? 0,
    x_first: figure.x_first ?? null,
    step: stepOf(ladder.find((each) => each.name === variant.name)),
    shares: stages && Object.fromEntries(STAGES.map((stage) => [stage, (stages[stage] ?? 0) / all])),
    stages_ns: all,
    samples: (variant.samples ?? []).map((sample) => ({ ...sample, ns: timeOf(sample) })),
    rate: results.data.bytes / variant.median_ns,
  };
}

export function join({ results, figures, profiles = [] }) {
  const rows = results.variants.map((variant) =>
    rowOf(variant, results, figures.rows ?? [], results.ladder ?? []));
  return {
    results,
    figures,
    profiles,
    rows,
    rungs: rows.filter((row) => !row.copy_of && !row.apart),
    apart: rows.filter((row) => row.apart),
    rounds: Math.max(0, ...rows.flatMap((row) => row.samples.map((sample) => sample.round))),
    row: (name) => rows.find((row) => row.name === name) ?? null,
  };
}

const embedded = (id) => JSON.parse(document.getElementById(id)?.textContent || 'null');

// What the harness embedded in the page; null in the template.
export function read() {
  const [results, figures, profiles] = ['results', 'figures', 'profiles'].map(embedded);
  return results && figures ? join({ results, figures, profiles: profiles ?? [] }) : null;
}

export const limitOf = (row) => (isNumber(row.limit_ns) && row.limit_ns > 0 ? row.limit_ns : null);

// Rows by act, in order; one group without a number where no act is known.
export function acts(rows) {
  const groups = [];
  for (const row of rows) {
    const last = groups[groups.length - 1];
    if (last && last.act === row.act) last.rows.push(row);
    else groups.push({ act: row.act, rows: [row] });
  }
  return groups;
}

// How a verdict is marked: by a sign as well as by its colour.
const VERDICTS = {
  faster: ['▲', 'good'],
  slower: ['▼', 'bad'],
  same: ['=', 'plain'],
  unclear: ['?', 'plain'],
};

export function verdict(row) {
  const word = row.step?.verdict;
  if (word) return { word, sign: VERDICTS[word]?.[0] ?? '', kind: VERDICTS[word]?.[1] ?? 'plain' };
  const measured = row.good && typeof row.step?.measured === 'number';
  return { word: measured ? 'too few rounds' : '', sign: '', kind: 'plain' };
}
