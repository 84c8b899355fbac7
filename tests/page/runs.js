// Results files and profiles made by hand, for the page to show. Times are made up, and the same always.
const DIGEST = '961947c34227c1a6';

// A sample a round, a few per cent around `ns`.
function samples(ns, rounds) {
  return Array.from({ length: rounds }, (_, i) => {
    const time = Math.round(ns * (1 + 0.01 * ((i * 7) % 5 - 2)));
    return { round: i + 1, position: 1 + (i % 3), prepare_ns: 1000, search_ns: [time], synchronize_ns: 0,
      wall_ns: time + 2_000_000, user_ns: time, sys_ns: 1000, peak_rss_bytes: 2 ** 21, outlier: false };
  });
}

const probe = (kind, stages, of) => ({ kind, round: 1, search_ns: Object.values(stages).reduce((sum, ns) => sum + ns),
  ...(of ? { of } : {}), stages, clock_ns: 0 });

// `stages` is what a stage run says; `alone`, of steps that ran alone, how long they take.
export function variant(name, given = {}) {
  const { ns = 1e9, rounds = 9, stages, alone = {}, ...rest } = given;
  const good = (rest.status ?? 'ok') === 'ok';
  const probes = Object.entries(alone).map(([stage, time]) => probe('alone', { [stage]: time }, [stage]));
  if (stages) probes.push(probe('stages', stages));
  return { name, idea: `the idea of ${name}`, after: null, copy_of: null, attacks: [], effects: {}, overlaps: false,
    limit: null, apart: false, isa: null, status: 'ok', reason: null, matches: good ? 3 : 0, digest: DIGEST,
    samples: good ? samples(ns, rounds) : [], probes, ...rest };
}

export function run(variants, given = {}) {
  return { schema: 2, started: '2026-11-23T04:30:45Z', command: ['./harness'], seed: 7, threads: 2, stopped: false,
    machine: { cpu: 'A processor', cores: 2, memory_bytes: 2 ** 34, architecture: 'x86_64', kernel: '6.1', system: 'Linux',
      governor: null, virtualization: 'none', gpu: null },
    build: { compiler: 'GNU 12', flags: '-O2', sanitize: '', pcre2: '10.42', hyperscan: '5.4', cuda: '', jansson: '2.14', revision: 'abc' },
    data: { path: 'data/random.txt', bytes: 1_001_000_000, lines: 1_000_000, seed: 1, matches: 3, digest: DIGEST, resident: 1 },
    patterns: { list: ['[0-9]{1}bob', '[0-9]{1}rob'], combined: '[0-9][rb]ob', caseless: true },
    limits: [{ name: 'page_cache_read', threads: 1, gb_per_s: 10 }],
    variants, ladder: [], ...given };
}

const search = { read: 4e8, compile: 1e8, lower: 5e8, search: 9e9 };

// Two acts of the ladder, by the names that the build's own list has acts for.
export const story = () => run([
  variant('baseline', { ns: 10e9, stages: search, limit: 'page_cache_read' }),
  variant('caseless', { ns: 9.9e9, after: 'baseline', attacks: ['lower'], effects: { lower: 'gone' }, limit: 'page_cache_read' }),
  variant('combined', { ns: 5e9, after: 'baseline', attacks: ['search'], effects: { search: 'anew' }, alone: { search: 4.5e9 },
    stages: search, limit: 'page_cache_read' }),
  variant('jit', { ns: 1e9, after: 'combined', attacks: ['search'], effects: { search: 'anew' }, alone: { search: 1e8 },
    limit: 'page_cache_read', stages: { read: 1e8, lower: 8e8, search: 1e8 } }),
  variant('jit_caseless', { ns: 2e8, after: 'jit', attacks: ['lower'], effects: { lower: 'gone' }, limit: 'page_cache_read' }),
  variant('A/A', { ns: 2e8, copy_of: 'jit_caseless' }),
]);

// The control differs from itself.
export const spoiled = () => {
  const results = story();
  results.variants[5] = variant('A/A', { ns: 3e8, copy_of: 'jit_caseless' });
  results.warnings = [{ what: 'Others used 40 % of a core.', remedy: 'Stop them.', spoils: true },
    { what: 'The governor is powersave.', remedy: 'Choose performance.', spoils: false }];
  return results;
};

// A cold run, bound to a core, with a sample that was disturbed and stages of the first bytes; each round in
// a layout of its own.
export const cold = () => {
  const results = { ...story(), cold: true, pin: 1, layouts: Array.from({ length: 9 }, (_, i) => [16 * i, 32, 48]) };
  results.variants[0].probes[0].bytes = 1e6;
  results.variants[0].samples[2].disturbed = 'steal 12 %';
  return results;
};

// A run with two patterns of its own, one of which a list must quote.
export const patterns = () => ({ ...story(),
  patterns: { list: ['fo+', '[0-9]{1,3}  b'], combined: '(?:fo+)|(?:[0-9]{1,3}  b)', caseless: true, count: 'matches', matches: [1, 2, 3] },
  matrix: [0, 1, 2].flatMap((pattern) => ['jit', 'scan'].map((engine, i) => ({ pattern, engine, status: 'ok', reason: null, matches: pattern + 1, bytes: 1_001_000_000,
    search_ns: [1e9 + i * 1e8] }))) });

// The same story as harnesses before this one wrote it.
export const old = () => {
  const results = { ...story(), schema: 1 };
  results.variants = results.variants.map(({ effects, overlaps, probes, ...rest }) => ({ ...rest,
    factor: Object.values(effects)[0] === 'gone' ? 'infinite' : 2, stages: probes.find(({ kind }) => kind === 'stages')?.stages ?? null }));
  return results;
};

const STATUSES = ['mismatch', 'failed', 'timeout', 'skipped', 'unsynchronized'];
export const everyStatus = () => run([
  variant('baseline', { stages: search }),
  ...STATUSES.map((status) => variant(`is_${status}`, { status, reason: `why it is ${status}`, after: 'baseline', attacks: ['search'] })),
]);

export const nothing = () => run([variant('baseline', { status: 'skipped', reason: 'no engine' })]);

export const HOSTILE = [
  '</script><img src=x onerror="window.stolen=1">',
  '<!--<script>',
  '"><svg onload=window.stolen=1>',
  'line\u2028end\u2029\u202egnp.exe',
  '{{constructor.constructor("window.stolen=1")()}}',
  `long_${'name_'.repeat(40)}`,
];

// Every text that a file may hold is an attack.
export function hostile() {
  const [evil] = HOSTILE;
  const results = run(HOSTILE.map((name, i) => variant(name, { ns: 1e9 / (i + 1), after: i ? HOSTILE[0] : null, idea: evil,
    attacks: i ? ['search'] : [], effects: i ? { search: 'gone' } : {}, limit: evil, isa: evil, stages: search })));
  results.variants.push(variant('failed', { status: 'failed', reason: evil, after: evil }));
  results.machine = { ...results.machine, cpu: evil, virtualization: evil, system: evil, kernel: evil };
  results.build.revision = evil;
  results.data.path = evil;
  results.warnings = [{ what: evil, remedy: evil, spoils: false }];
  return results;
}

export const largest = () => run([
  ...Array.from({ length: 19 }, (_, i) => variant(`variant_${i}`, { ns: 10e9 / 1.4 ** i, rounds: 20,
    after: i ? `variant_${i - 1}` : null, attacks: i ? ['search'] : [], effects: i ? { search: 'gone' } : {}, stages: search,
    limit: 'page_cache_read' })),
  variant('A/A', { ns: 10e9 / 1.4 ** 18, rounds: 20, copy_of: 'variant_18' }),
]);

export function profile(name, nodes) {
  const functions = Array.from({ length: Math.min(nodes, 400) }, (_, i) =>
    ({ name: `function_${i}`, module: name, category: 'own', self: 1000, total: 2000, samples: 1 }));
  return { schema: 1, variant: name, started: '2026-11-23T04:30:45Z', command: ['perf'], engine: 'perf', why: 'it is there', unit: 'ns',
    data: { path: 'data/random.txt', bytes: 1e6, lines: 1000 }, how: { event: 'cpu-clock', samples: nodes },
    functions, edges: functions.slice(1).map((_, i) => ({ caller: i, callee: i + 1, total: 1000 })),
    threads: [{ pid: 1, tid: 1, name, start_ns: 0, end_ns: 1e9, cpu_ns: 9e8 }],
    nodes: Array.from({ length: nodes }, (_, i) => ({ function: i % functions.length, thread: 0, self: 1000, samples: 1,
      ...(i ? { parent: Math.floor((i - 1) / 3) } : {}) })), lanes: [] };
}
