// What the page shows of a run: as many marks as there are things, and every kind of run.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bytes, drawingOf, findings, open, pageOf, published, sideways } from './browser.js';
import { cold, everyStatus, nothing, old, patterns, run, spoiled, story, variant } from './runs.js';

const count = (page, selector) => page.locator(selector).count();

const EPYC = '2026-11-23-epyc-2-cores.json';
const path = pageOf(story());

test('a run of two acts: a mark for everything, and what became of it', async () => {
  const { page, wrong } = await open(path);
  assert.equal(await count(page, '.ladder .rung'), 5);
  assert.equal(await count(page, '.ladder .rung .dot'), 5);
  assert.equal(await count(page, '.ladder .rung .interval'), 5);
  assert.equal(await count(page, '.ladder .beyond'), 5);
  assert.equal(await count(page, '.ladder .rung .reach'), 4);
  assert.equal(await count(page, '.ladder .act'), 2);
  assert.deepEqual(await page.locator('.ladder .rung .outcome').allTextContents(), ['', 'cannot pay', 'paid', 'paid', 'paid']);
  assert.equal(await count(page, '.twice li'), 2, 'caseless comes back as jit_caseless');
  assert.equal(await count(page, 'table.ledger tbody tr'), 4);
  assert.equal(await count(page, '.ledger .measured'), 4);
  assert.equal(await count(page, '.stages li'), 3);
  assert.equal(await count(page, '.stages .stage:not(.key)'), 4 + 4 + 3);
  assert.equal(await count(page, '.small'), 6);
  assert.equal(await count(page, 'circle.sample'), 6 * 9);
  assert.deepEqual(await page.locator('.small text').allTextContents().then((all) => all.slice(0, 3)), ['−4 %', '0', '+4 %']);
  assert.equal(await count(page, '#trap'), 0);
  assert.equal(await page.locator('.banner').count(), 0);
  assert.match(await page.locator('#strip').innerText(), /A processor[\s\S]*3 matches of \[0-9\]\{1\}bob, \[0-9\]\{1\}rob, in any case[\s\S]*100 %\s+of the text at the least[\s\S]*Yes/);
  assert.ok(bytes(path) < 1e6);
  assert.deepEqual(wrong, []);
});

test('two commands that were tried: what they were, what came of it, and no word of a text', async () => {
  const tried = run([variant('before', { ns: 2e9 }),
    variant('after', { after: 'before', ns: 1e9 }), variant('A/A', { ns: 2e9, copy_of: 'before' })]);
  Object.assign(tried.data, { path: '', bytes: 0, lines: 0, matches: 0, seed: null, resident: null });
  delete tried.patterns;
  tried.try = { exit_code: 0, output: 'standard output', output_bytes: 9,
    before: { command: './v1 <b>', no_profile: 'perf is not installed' }, after: { command: './v2', no_profile: 'perf is not installed' } };
  const { page, wrong } = await open(pageOf(tried));
  assert.match(await page.locator('#strip').innerText(), /Commands[\s\S]*before: \.\/v1 <b>[\s\S]*after: \.\/v2/);
  assert.doesNotMatch(await page.locator('body').innerText(), /0 bytes|0 matches|stage clock/);
  assert.match(await page.locator('#story').innerText(), /After is 2\.00 times as fast as before/);
  assert.equal(await count(page, '.ladder .rung'), 2);
  assert.deepEqual(wrong, []);
});

test('the legend has an arrow where a rung has one, and only there', async () => {
  const tips = async (page) => [await count(page, '.ladder .rung .tip-of'), await count(page, '.ladder .key-of .tip-of')];
  const { page } = await open(path);
  assert.deepEqual(await tips(page), [3, 1]);
  assert.equal(await count(page, '.ladder .key-of.paid .tip-of'), 1, 'that of what paid');
  const flat = story();
  flat.variants = flat.variants.slice(0, 2);
  const { page: other } = await open(pageOf(flat));
  assert.deepEqual(await other.locator('.ladder .rung .outcome').allTextContents(), ['', 'cannot pay']);
  assert.deepEqual(await tips(other), [0, 0]);
  assert.equal(await count(other, '.ladder .key-of .reach'), 1, 'a line to what a rung follows');
});

test('the drawing for a README has the page’s rungs, and what it says of them', async () => {
  const told = async (file) => {
    const { page } = await open(file);
    return page.locator('.rung:not(.missing)').evaluateAll((all) => all.map((rung) => [rung.getAttribute('class'), rung.textContent.trim()]));
  };
  const drawn = await told(drawingOf(EPYC));
  assert.equal(drawn.length, 17);
  assert.deepEqual(drawn, await told(pageOf(EPYC)));
});

test('bars are as long as what they stand for', async () => {
  const { page } = await open(path);
  const box = (selector) => page.locator(selector).first().boundingBox();
  const parts = await page.locator('.stages li:first-child .stack').first().locator('.stage').evaluateAll((nodes) =>
    nodes.map((node) => node.getBoundingClientRect().width));
  const all = parts.reduce((sum, part) => sum + part, 0);
  assert.ok(Math.abs(parts[3] / all - 0.9) < 0.01, 'search is 90 %');
  // A factor of two is a factor of two anywhere on a logarithmic axis.
  const places = await page.locator('.ladder .rung .dot').evaluateAll((nodes) => nodes.map((node) => node.getBoundingClientRect().x));
  assert.ok(Math.abs((places[0] - places[2]) / (places[2] - places[3]) - Math.log(2) / Math.log(5)) < 0.02);
  assert.ok((await box('.ledger .ceiling')).width > 0);
  assert.match(await page.locator('.ledger [data-name="at most"] small').first().textContent(), /^by (share|ablation|machine)$/);
  assert.match(await page.locator('.ledger [data-name="predicted"] small').first().textContent(), /^off by \d+\s%$/);
});

test('the tools that people would use instead: a bar for each, as long as its factor; nothing where none took part', async () => {
  const { peers } = published(EPYC);
  const [first, slower] = ['ripgrep', 'grep'].map((name) => peers.find((peer) => peer.name === name));
  const { page, wrong } = await open(pageOf(EPYC));
  const rows = page.locator('.peers li:not(.head)');
  assert.equal(await rows.count(), 7);
  const [ripgrep, grep] = await Promise.all(['ripgrep', 'grep'].map((name) => rows.filter({ has: page.locator(`.name[title="${name}"]`) })));
  assert.deepEqual((await ripgrep.innerText()).split('\n'),
    ['ripgrep', `${(first.median_ns / 1e6).toPrecision(3)} ms`, `${first.fastest.measured.toPrecision(3)}×`]);
  const wide = async (row) => (await row.locator('.measured').boundingBox()).width;
  assert.ok(Math.abs(await wide(grep) / await wide(ripgrep) - Math.log(slower.fastest.measured) / Math.log(first.fastest.measured)) < 0.02);
  const { name, measured } = first.fastest_one_core;
  assert.ok((await ripgrep.locator('.bar-track').getAttribute('aria-label')).match(/^ripgrep\. rg (.*)$/)[1]
    .includes(`times ${name}, one core: ${measured.toPrecision(3)}× (`));
  assert.equal(await page.locator('#contents a[href="#peers"]').count(), 1);
  assert.deepEqual(wrong, []);
  assert.equal(await count((await open(path)).page, '#peers'), 0);
});

test('the thread sweep: a small chart a variant, a dot a number of threads; nothing where there was none', async () => {
  const { speedup, efficiency } = published(EPYC).sweep.find((point) => point.name === 'openmp' && point.threads === 2);
  const { page, wrong } = await open(pageOf(EPYC));
  assert.equal(await count(page, '#sweep .small'), 5);
  assert.equal(await count(page, '#sweep circle'), 5 * 2);
  const first = page.locator('#sweep .small').first();
  assert.equal(await first.locator('figcaption').innerText(), `openmp\n${speedup.toPrecision(3)}×`);
  assert.deepEqual(await first.locator('text').allTextContents(), ['1×', '1', '2×', '2']);
  const [one, two] = await first.locator('circle').evaluateAll((all) => all.map((each) => each.getBoundingClientRect().toJSON()));
  assert.ok(two.x > one.x && two.y < one.y);
  const label = await first.locator('circle').nth(1).getAttribute('aria-label');
  assert.ok(label.startsWith('openmp, 2 threads') && label.endsWith(`${Math.round(100 * efficiency)} %`), label);
  assert.deepEqual(wrong, []);
  assert.equal(await count((await open(path)).page, '#sweep'), 0);
});

test('the thread sweep has a tick at each count that was measured, as far as there is room, and at no other', async () => {
  const results = published(EPYC);
  for (const counts of [[1, 3], [1, 2, 4, 8, 16, 32], [1, 15, 16]]) {
    results.threads = counts.at(-1);
    const [first] = results.sweep;
    const sweep = counts.map((threads) => ({ ...first, threads, speedup: threads, speedup_ci: null,
      ...(threads === results.threads ? { samples: null } : {}) }));
    const { page, wrong } = await open(pageOf({ ...results, sweep }));
    assert.deepEqual(await page.locator('#sweep text.below').allTextContents(), counts.filter((count) => count !== 15).map(String));
    const [line, last] = await page.locator('#sweep line.grid, #sweep circle').evaluateAll((all) =>
      [all[0].getAttribute('x2'), all.at(-1).getAttribute('cx')]);
    assert.equal(line, last, 'to the last of them');
    assert.deepEqual(wrong, []);
  }
});

test('what the harness says under its tables stands by their charts; nothing where it says nothing', async () => {
  const captions = { stages: /^The stages of these variants.*: baseline -18\s%\.$/, ceilings: /^Gained more than the ceiling allows: combined\.$/,
    exceeded: /^Faster than the limit.*: combined at 133\s% of page_cache_read\.$/ };
  const told = async ({ page, wrong }) => {
    const found = [];
    for (const part of ['story', 'ledger', 'stages'])
      for (const [name, words] of Object.entries(captions))
        if (await page.locator(`#${part} > .caption`, { hasText: words }).count()) found.push(`${part}: ${name}`);
    assert.deepEqual(wrong, []);
    return found;
  };
  const page = (stages, attacks, limit) => open(pageOf(run([variant('baseline', { ns: 10e9, stages }),
    variant('combined', { ns: 5e9, after: 'baseline', attacks, limit: 'page_cache_read' })],
  { limits: [{ name: 'page_cache_read', threads: 1, gb_per_s: limit }] })));
  assert.deepEqual(await told(await page({ compile: 1e9, search: 9e9 }, ['search'], 10)), []);
  assert.deepEqual(await told(await page({ compile: 1e9, search: 11e9 }, ['compile'], 0.15)),
    ['story: exceeded', 'ledger: stages', 'ledger: ceilings', 'stages: stages']);
});

test('patterns of one’s own: quoted where a list needs it, and by engine, beside the ledger', async () => {
  const { page, wrong } = await open(pageOf(patterns()));
  assert.match(await page.locator('#strip').innerText(), /3 matches of fo\+ \(1\), '\[0-9\]\{1,3\}  b' \(2\), in any case; as one: /);
  assert.equal(await count(page, '#ledger + #matrix'), 1);
  assert.deepEqual(await page.locator('#matrix tbody th').allInnerTexts(), ['fo+', "'[0-9]{1,3}  b'", 'all as one']);
  assert.match(await page.locator('#matrix > .caption').first().innerText(), /% of the time that jit needs for the patterns one by one/);
  assert.equal(await page.locator('#matrix h2').innerText(), 'Pattern by engine');
  assert.equal(await page.locator('#contents a[href="#matrix"]').count(), 1);
  assert.equal(await page.locator('#tables', { hasText: 'Pattern by engine' }).count(), 0, 'once');
  assert.deepEqual(wrong, []);
  const { page: other } = await open(path);
  assert.equal(await other.locator('#matrix').count(), 0);
});

test('what is beyond the machine’s limit hides no stem', async () => {
  const { page } = await open(pageOf('2026-11-23-h100-16-cores.json'));
  const hidden = await page.locator('.ladder .stem').evaluateAll((stems) => stems.flatMap((stem) => {
    const box = (node) => node.getBoundingClientRect();
    const crossed = (each) => box(each).right > box(stem).x && box(each).bottom > box(stem).top && box(each).top < box(stem).bottom;
    return [...document.querySelectorAll('.ladder .beyond')].filter(crossed).map((beyond) =>
      Boolean(stem.compareDocumentPosition(beyond) & Node.DOCUMENT_POSITION_FOLLOWING));
  }));
  assert.ok(hidden.length > 0 && !hidden.some(Boolean), `${hidden}`);
});

test('a run that spoiled itself says so first', async () => {
  const { page, wrong } = await open(pageOf(spoiled()));
  const banner = page.locator('.banner.bad');
  assert.match(await banner.innerText(), /trust this run[\s\S]*Others used 40\s%[\s\S]*Remedy: Stop them[\s\S]*powersave/);
  assert.deepEqual(await page.locator('.ledger .verdict').allInnerTexts().then((all) => [...new Set(all.map((text) => text.split('\n')[0]))]), ['? unclear']);
  assert.deepEqual(wrong, []);
});

test('every status has its row, and its reason', async () => {
  const { page, wrong } = await open(pageOf(everyStatus()));
  assert.equal(await count(page, '.rung.missing'), 5);
  for (const status of ['mismatch', 'failed', 'timeout', 'skipped', 'unsynchronized'])
    assert.match(await page.locator('.rung.missing', { hasText: `is_${status}` }).textContent(), new RegExp(`why it is ${status}`));
  assert.match(await page.locator('.banner').innerText(), /is_timeout \(timeout\)/);
  assert.deepEqual(wrong, []);
});

test('a cold run is called so wherever its times stand', async () => {
  const { page, wrong } = await open(pageOf(cold()));
  assert.match(await page.locator('#strip').innerText(), /bound to core 1[\s\S]*Cold/);
  assert.match(await page.locator('#story .caption').first().innerText(), /^Cold: /);
  assert.match(await page.locator('#tables .caption').innerText(), /^Cold: /);
  assert.equal(await page.locator('.banner').count(), 0);
  await page.locator('.ladder .rung').first().focus();
  assert.match(await page.locator('#tip').textContent(), /rounds\s*8(?!\d)/, 'without the disturbed one');
  assert.deepEqual(wrong, []);
});

test('a results file of schema 1 has the same charts', async () => {
  const { page, wrong } = await open(pageOf(old()));
  assert.equal(await count(page, '.ladder .rung'), 5);
  assert.equal(await count(page, '.stages li'), 3);
  assert.equal(await count(page, '.stages .stage:not(.key)'), 4 + 4 + 3);
  assert.deepEqual(await page.locator('.ladder .rung .outcome').allTextContents(), ['', 'cannot pay', 'paid', 'paid', 'paid']);
  assert.deepEqual(wrong, []);
});

test('nothing was measured: words in place of charts', async () => {
  const { page, wrong } = await open(pageOf(nothing()));
  for (const part of ['story', 'ledger', 'stages', 'samples'])
    assert.equal(await count(page, `#${part} .empty`), 1);
  assert.deepEqual(wrong, []);
});

test('one round and one variant', async () => {
  const results = story();
  results.variants = results.variants.slice(0, 1);
  results.variants[0].samples.length = 1;
  const { page, wrong } = await open(pageOf(results));
  assert.equal(await count(page, '.ladder .rung .dot'), 1);
  assert.match(await page.locator('.banner').innerText(), /Under six rounds/);
  assert.deepEqual(wrong, []);
});

test('the trap: a host and a device lane for each way of timing', async () => {
  const { page, wrong } = await open(pageOf('2026-11-23-h100-16-cores.json'));
  assert.equal(await count(page, '.lanes li'), 6);
  assert.equal(await count(page, '.lanes h3'), 3);
  assert.ok(await count(page, '.lanes .step') > 25);
  assert.match(await page.locator('#trap').innerText(), /The copy is innocent/);
  assert.deepEqual(wrong, []);
});

test('a lesson: a card for each prediction, at any width', async () => {
  const taken = story();
  const idea = (act, name, gain, chosen = false) => ({ act, name, gain, chosen });
  taken.lesson = { schema: 1, shares: { read: 0.25, search: 0.75 }, ideas: [idea(1, 'caseless', 2), idea(1, 'combined', 1.5, true),
    idea(2, 'jit', 4), idea(2, 'unheard-of', 3)], bottlenecks: [{ of: 'combined', stage: 'search' }, { of: 'jit', stage: 'read' }],
  step: 'sum', charged: 0.97, layout: 0.01, spread: 0.12, published: true, seal: '0123456789abcdef' };
  const path = pageOf(taken);
  for (const [width, theme] of [[1280, 'light'], [1280, 'dark'], [390, 'light'], [390, 'dark']]) {
    const { page, wrong } = await open(path, { width, theme });
    assert.equal(await count(page, '#lesson .card'), 4);
    assert.equal(await count(page, '#lesson .card .yours'), 4);
    assert.deepEqual(await page.locator('#lesson .card .outcome').allTextContents(), ['cannot pay', 'paid', 'paid', 'not measured']);
    assert.deepEqual(await page.locator('#lesson .card').nth(1).locator('dd').allTextContents(), ['1.50×', '10.00×', '1.82×', '2.00×']);
    assert.match(await page.locator('#lesson').innerText(), /you named 2 of 3[\s\S]*it is lower[\s\S]*search\s+75 %\s+90\.0 %/);
    assert.equal(await sideways(page), 0);
    assert.deepEqual(await findings(page, '#lesson'), []);
    assert.deepEqual(wrong, []);
  }
});
