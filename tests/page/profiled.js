// Profiles made by hand, whose figures can be checked in the head: 100 ms each.
const ms = 1e6;

const FUNCTIONS = [['main', 'own'], ['search', 'own'], ['match', 'library'], ['copy', 'kernel'], ['start', 'library']];

function profile(variant, nodes, given) {
  const names = FUNCTIONS.map(([name]) => name);
  return { schema: 1, variant, started: '2026-11-23T04:30:45Z', command: ['variants/x', 'data/random.txt'], engine: 'perf',
    why: 'perf works here', unit: 'ns', data: { path: 'data/random.txt', bytes: 1001, lines: 1 },
    how: { event: 'cpu-clock', frequency_asked: 997, frequency_delivered: 990, samples: 100, lost: 2, unattributed: 0.015,
      unsymbolized: ['libodd.so'], orphans_reattached: 7, orphans_left: 1, clean_ns: 100 * ms, profiled_ns: 125 * ms,
      counts: { engine: 'callgrind', lines: 10, scale: 100 } },
    nodes: nodes.map(([name, parent, self, thread = 0]) => ({ function: names.indexOf(name),
      ...(parent === null ? {} : { parent }), thread, self: self * ms, samples: self })),
    threads: [{ pid: 1, tid: 1, name: variant, start_ns: 0, end_ns: 80 * ms, cpu_ns: 80 * ms }], lanes: [], ...given };
}

const functions = (self, total, calls) => FUNCTIONS.map(([name, category], i) => ({ name, category,
  module: category === 'kernel' ? '[kernel]' : 'x', self: self[i] * ms, total: total[i] * ms, samples: self[i],
  ...(calls[i] ? { calls: calls[i] } : {}) }));
const edges = (list) => list.map(([caller, callee, total, calls]) => ({ caller, callee, total: total * ms, ...(calls ? { calls } : {}) }));

// main and a thread search; match calls itself once.
export const slow = () => profile('slow', [
  ['main', null, 0], ['search', 0, 5], ['match', 1, 50], ['match', 2, 10], ['copy', 1, 15],
  ['start', null, 0, 1], ['search', 5, 5, 1], ['match', 6, 15, 1],
], {
  functions: functions([0, 10, 75, 15, 0], [80, 100, 75, 15, 20], [1, 2, 1000, 0, 0]),
  edges: edges([[0, 1, 80, 1], [1, 2, 75, 900], [2, 2, 10, 100], [1, 3, 15], [4, 1, 20]]),
  threads: [{ pid: 1, tid: 1, name: 'slow', start_ns: 0, end_ns: 100 * ms, cpu_ns: 80 * ms },
    { pid: 1, tid: 2, name: 'omp-1', start_ns: 50 * ms, end_ns: 100 * ms, cpu_ns: 20 * ms }],
});

export const fast = () => profile('fast', [['main', null, 0], ['search', 0, 10], ['match', 1, 30], ['copy', 1, 60]], {
  functions: functions([0, 10, 30, 60, 0], [100, 100, 30, 60, 0], [1, 1, 10, 0, 0]),
  edges: edges([[0, 1, 100, 1], [1, 2, 30, 10], [1, 3, 60]]),
  threads: [{ pid: 1, tid: 1, name: 'fast', start_ns: 0, end_ns: 100 * ms, cpu_ns: 27 * ms, preempted_ns: 70 * ms }],
});

// Functions and edges alone.
export const counted = () => ({ ...slow(), variant: 'counted', engine: 'callgrind', unit: 'instructions', nodes: [],
  threads: [], how: { samples: 0 } });

const kernel = (name, self) => ({ name, module: 'x', category: 'gpu', self: self * ms, total: self * ms });
export const gpu = () => profile('gpu', [['main', null, 100]], {
  functions: [...functions([100, 0, 0, 0, 0], [100, 0, 0, 0, 0], []), kernel('clear', 10), kernel('count_matches', 40)], edges: [],
  threads: [{ pid: 1, tid: 1, name: 'gpu', start_ns: 0, end_ns: 100 * ms, cpu_ns: 0 }], // CUPTI does not tell it
  lanes: [{ name: 'host', category: 'thread', spans: [
    { name: 'launch', category: 'call', start_ns: 0, ns: 2 * ms }, { name: 'synchronize', category: 'wait', start_ns: 2 * ms, ns: 90 * ms }] },
  { name: 'stream 1', category: 'gpu', spans: [
    { name: 'upload', category: 'copy', start_ns: 2 * ms, ns: 40 * ms, bytes: 400e6 },
    { name: 'count_matches', category: 'compute', start_ns: 42 * ms, ns: 50 * ms }] }],
});

// Two workers, and the process that hands them blocks.
const process = (pid, name, start, end, cpu) => ({ pid, tid: pid, name, start_ns: start * ms, end_ns: end * ms, cpu_ns: cpu * ms });
export const pool = () => ({ ...slow(), variant: 'pool',
  threads: [process(3, 'worker', 1, 99, 60), process(1, 'pool', 0, 100, 39), process(2, 'worker', 1, 99, 80)] });

// One that calls thirty, and a chain of sixteen.
const spread = (variant, totals, edge) => ({ ...slow(), variant,
  functions: totals.map((total, i) => ({ name: `function_${i}`, category: 'own', module: 'x', self: 100 / totals.length * ms, total: total * ms, samples: 1 })),
  edges: edges(totals.slice(1).map((total, i) => edge(i + 1, total))), nodes: [] });
export const many = () => spread('many', [100, 40, ...Array.from({ length: 29 }, (_, i) => 9 / (i + 1))], (i, total) => [0, i, total]);
export const long = () => spread('long', Array.from({ length: 16 }, () => 100), (i, total) => [i - 1, i, total]);

// Nothing in it is what it ought to be.
export const damaged = () => ({ schema: 1, variant: 7, engine: null, unit: 'furlongs', how: null, verdict: { text: 5, function: -1 }, command: 'x', data: 5,
  functions: [null, { name: 5, category: 'constructor', self: -1, total: 'x' }, { name: '__proto__', self: 1e308, total: Infinity }],
  edges: [null, { caller: 99, callee: 0 }, { caller: 1, callee: -1 }, { caller: 1, callee: 2, total: 1 }],
  threads: [null, { start_ns: 5, end_ns: 1, cpu_ns: 'x' }],
  nodes: [null, { function: 99 }, { function: 2, parent: 7, self: 1 }, { function: 2, self: 5, parent: null }, { function: 1, parent: 3, self: 1 }],
  lanes: [null, { spans: [null, { start_ns: 'x', ns: -1 }] }] });

// A chain of callers.
export const deep = (links) => ({ ...slow(), variant: 'deep',
  nodes: Array.from({ length: links }, (_, i) => ({ function: 1, thread: 0, self: i === links - 1 ? 100 * ms : 0, samples: 0,
    ...(i ? { parent: i - 1 } : {}) })) });
