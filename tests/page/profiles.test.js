// The section of the profiles: what is drawn, and what a reader does with it.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findings, open, pageOf, shifted, sideways } from './browser.js';
import { counted, damaged, deep, fast, gpu, long, many, pool, slow } from './profiled.js';
import { HOSTILE, story } from './runs.js';

const NARROW = { theme: 'dark', width: 390, hasTouch: true };
const path = pageOf(story(), [slow(), fast(), counted(), gpu(), many(), long(), pool()]);

// Choosing a variant starts its views anew: one page does for many tests.
const pages = new Map();
async function opened(variant, options = {}) {
  const key = JSON.stringify(options);
  if (!pages.has(key)) pages.set(key, await open(path, options));
  const all = pages.get(key);
  const section = all.page.locator('#profiles-section');
  for (const label of [variant === 'fast' ? 'slow' : 'fast', variant]) await section.locator('.pick select').selectOption({ label });
  // Views are drawn in the frame after, once their width is known.
  await all.page.evaluate(() => new Promise((done) => { requestAnimationFrame(() => requestAnimationFrame(done)); }));
  const part = (title) => section.locator('.part', { has: all.page.locator('h3', { hasText: title }) });
  return { ...all, section, part, tiles: section.locator('[role=treeitem]'), crumbs: section.locator('.crumbs li') };
}
// Opens what is folded; it is filled just after that.
async function unfold(section) {
  await section.locator('details').evaluateAll((all) => all.forEach((each) => { each.open = true; }));
  await section.page().waitForFunction(() => [...document.querySelectorAll('#profiles-section details')].every((each) => each.childElementCount > 1));
}
const labels = (tiles) => tiles.evaluateAll((all) => all.map((tile) => tile.getAttribute('aria-label')));
const wide = (tile) => tile.locator('rect').evaluate((rect) => Number(rect.getAttribute('width')));

test('nothing moves after the first paint', async () => {
  const all = await open(path);
  pages.set('{}', all);
  assert.equal(await shifted(all.page), 0);
});

const LANDMARKS = pageOf(story(), [{ ...fast(), variant: 'jit_caseless' }, { ...counted(), variant: 'jit' }, { ...slow(), variant: 'baseline' }, many()]);

test('the page opens with the landmarks, in ladder order: what each takes, what the profiler saw, where it goes', async () => {
  const { page, wrong } = await open(LANDMARKS);
  const opening = page.locator('#opening');
  assert.equal(await page.locator('main section').first().getAttribute('id'), 'opening');
  assert.equal(await page.locator('#contents a').first().innerText(), 'Profile first');
  assert.deepEqual(await opening.locator('h3').allInnerTexts(), ['baseline\n10.0 s', 'jit\n1.00 s, 10.0 times as fast as baseline',
    'jit_caseless\n200 ms, 50.0 times as fast as baseline']);
  assert.match(await opening.locator('.verdict-line').first().innerText(), /^match and below: 75\s% of the CPU time\. Next after that: /);
  const tiles = (i) => opening.locator('.landmark').nth(i).locator('[role=treeitem]');
  assert.deepEqual(await labels(tiles(0)), ['all of baseline, 100.0 %', 'search, own code, 100.0 %', 'kernel, 15.0 %',
    'match, library, 75.0 %', 'match, library, 10.0 %']);
  assert.ok((await labels(tiles(1))).includes('match, library, 75.0 %'), 'without stacks, too');
  assert.ok(Math.abs(await wide(tiles(0).nth(3)) / await wide(tiles(0).nth(0)) - 0.75) < 0.01);
  await tiles(0).nth(3).hover();
  assert.match(await page.locator('#tip').innerText(), /^match[\s\S]*75\.0 ms, 75\.0 %/);
  await tiles(2).nth(1).click();
  assert.equal(await page.locator('.pick option:checked').innerText(), 'jit_caseless');
  await page.waitForFunction(() => Math.abs(document.getElementById('profiles-section').getBoundingClientRect().top) < 100);
  assert.deepEqual(wrong, []);
});

test('the opening: no wider than a phone, accessible, light and dark; nothing moves', async () => {
  for (const options of [{}, { width: 360, theme: 'dark', hasTouch: true }]) {
    const { page, wrong } = await open(LANDMARKS, options);
    assert.equal(await sideways(page), 0);
    assert.equal(await shifted(page), 0);
    assert.deepEqual(await findings(page, '#opening'), []);
    assert.deepEqual(wrong, []);
  }
});

test('without profiles the page opens with what to do about it', async () => {
  for (const [profiles, told] of [[[], /^No profiles were made(?: yet: |, since no engine works here: perf: .+; callgrind: .+ With one of them, )\.\/harness profile VARIANT makes one \(with the --data and --pattern of the run, if it had any\)/],
    [[many()], /^No profiles of this run’s variants were made: \.\/harness profile baseline combined jit jit_caseless makes them\.$/]]) {
    const { page, wrong } = await open(pageOf(story(), profiles));
    assert.match(await page.locator('#opening .empty').innerText(), told);
    assert.equal(await page.locator('#profiles-section').count(), profiles.length);
    assert.deepEqual(wrong, []);
  }
});

test('the icicle: a tile a context, as wide as its share', async () => {
  const { section, tiles, wrong } = await opened('slow');
  assert.equal(await tiles.count(), 9);
  assert.deepEqual((await labels(tiles)).sort(), ['all of slow, 100.0 %', 'copy, kernel, 15.0 %', 'main, own code, 80.0 %',
    'match, library, 10.0 %', 'match, library, 15.0 %', 'match, library, 60.0 %', 'search, own code, 20.0 %',
    'search, own code, 80.0 %', 'start, library, 20.0 %']);
  const ratio = await wide(section.locator('.stacks').getByLabel('main, own code')) / await wide(section.getByLabel('all of slow,'));
  assert.ok(Math.abs(ratio - 0.8) < 0.01, String(ratio));
  assert.equal(await section.locator('.verdict-line').innerText(),
    'match and below: 75 % of the CPU time. Making it free gains at most 5.7×. Next after that: copy 15 % and search itself 10 %.');
  assert.deepEqual(await section.locator('.verdict-line code').allTextContents(), ['match', 'copy', 'search']);
  assert.deepEqual(wrong, []);
});

test('zoom by a click, by the keyboard, by the path, and reset', async () => {
  const { page, section, tiles, crumbs, wrong } = await opened('slow');
  const all = await wide(section.getByLabel('all of slow,'));
  await section.getByLabel('search, own code, 80.0 %').click();
  assert.equal(await wide(section.getByLabel('search, own code, 80.0 %')), all);
  assert.deepEqual(await crumbs.allTextContents(), ['all of slow', 'main', 'search']);
  assert.equal(await tiles.count(), 6);
  await crumbs.locator('button', { hasText: 'all of slow' }).click();
  assert.equal(await tiles.count(), 9);

  await section.getByLabel('all of slow,').focus();
  for (const key of ['ArrowDown', 'ArrowRight', 'ArrowDown', 'Enter']) await page.keyboard.press(key);
  assert.deepEqual(await crumbs.allTextContents(), ['all of slow', 'start', 'search']);
  const focused = () => page.evaluate(() => document.activeElement.getAttribute('aria-label'));
  assert.equal(await focused(), 'search, own code, 20.0 %');
  await page.keyboard.press('ArrowUp');
  assert.equal(await focused(), 'start, library, 20.0 %');
  await page.keyboard.press('Escape');
  assert.equal(await tiles.count(), 9);
  assert.equal(await section.locator('[role=treeitem][tabindex="0"]').count(), 1);
  assert.deepEqual(wrong, []);
});

test('tips: pointed at, and with the focus', async () => {
  const { page, section } = await opened('slow');
  await section.getByLabel('match, library, 60.0 %').hover();
  const tip = page.locator('#tip');
  assert.match(await tip.innerText(), /match[\s\S]*module\s+x[\s\S]*total\s+60\.0 ms, 60\.0 %[\s\S]*self\s+50\.0 ms, 50\.0 %[\s\S]*samples of self\s+50[\s\S]*calls, from anywhere\s+~1,000/);
  await page.mouse.move(0, 0);
  await section.getByLabel('all of slow,').focus();
  await page.keyboard.press('ArrowDown');
  assert.match(await tip.innerText(), /^main/);
  await page.keyboard.press('Escape');
  assert.equal(await tip.isVisible(), false);
});

test('threads apart', async () => {
  const { section, tiles } = await opened('slow');
  await section.getByLabel('threads apart').check();
  assert.ok((await labels(tiles)).includes('omp-1 2, 20.0 %'));
  assert.equal(await tiles.count(), 11);
});

test('the sunburst: an arc a context; the middle leads out again', async () => {
  const { section, tiles, crumbs, wrong } = await opened('slow');
  await section.getByLabel('Sunburst').check();
  assert.equal(await tiles.count(), 9);
  assert.equal(await tiles.locator('path').count(), 8);
  await section.locator('.callees button', { hasText: 'main' }).click();
  assert.deepEqual(await crumbs.allTextContents(), ['all of slow', 'main']);
  assert.equal(await tiles.count(), 5);
  await tiles.locator('circle').click();
  assert.equal(await tiles.count(), 9);
  await section.getByLabel('Icicle').check();
  assert.equal(await tiles.locator('path').count(), 0);
  assert.deepEqual(wrong, []);
});

// What the harness says of two profiles (model/profile_changes.c): of self, by function; the page works nothing out.
test('the differential: the change in the label and in the colour', async () => {
  const { section, tiles, wrong } = await opened('slow');
  await section.getByLabel('Differential').check();
  await section.getByLabel('against').selectOption({ label: 'fast' });
  const found = await labels(tiles);
  assert.ok(found.includes('match, library, 60.0 %, +45.0 points'), found.join('; '));
  assert.ok(found.includes('copy, kernel, 15.0 %, −45.0 points'));
  assert.equal(await section.getByLabel('match, library, 60.0 %').locator('rect.more').count(), 1);
  assert.equal(await section.getByLabel('copy, kernel').locator('rect.less').count(), 1);
  assert.match(await section.getByLabel('match, library, 60.0 %').locator('text').textContent(), /match \+45\.0/);
  assert.ok(found.includes('search, own code, 80.0 %, +0.0 points') || found.includes('search, own code, 80.0 %, ±0.0 points'), found.join('; '));
  assert.match(await section.locator('.stacks').innerText(), /A is fast: 100 ms of CPU time, match and below|A is fast: 100 ms of CPU time, copy/);
  await unfold(section);
  const row = section.locator('.stacks .alternative tbody tr', { hasText: 'copy' });
  assert.deepEqual(await row.locator('td').allTextContents(), ['60.0 %', '15.0 %', '−45.0', '12.8', '60.0 ms', '15.0 ms']);
  assert.deepEqual(wrong, []);
});

test('variants in the ladder’s order, each against the one it follows', async () => {
  const profiles = ['jit', 'unheard_of', 'combined', 'baseline'].map((variant) => ({ ...slow(), variant }));
  const { page, wrong } = await open(pageOf(story(), profiles));
  const section = page.locator('#profiles-section');
  const options = (select) => select.locator('option').allTextContents();
  assert.deepEqual(await options(section.locator('.pick select')), ['baseline', 'combined', 'jit', 'unheard_of']);
  await section.locator('.pick select').selectOption({ label: 'jit' });
  await section.getByLabel('Differential').check();
  assert.deepEqual(await options(section.getByLabel('against')), ['baseline', 'combined', 'unheard_of']);
  assert.equal(await section.getByLabel('against').locator('option:checked').textContent(), 'combined');
  assert.deepEqual(wrong, []);
});

test('functions: sorted, searched, reset; a click roots the icicle, and a way back', async () => {
  const { part, section, tiles, crumbs, wrong } = await opened('slow');
  const functions = part('Functions');
  const names = () => functions.locator('tbody th :first-child').evaluateAll((all) => all.map((each) => each.textContent)
    .filter((text) => text !== 'x' && text !== '[kernel]'));
  const worth = ['match', 'copy', 'search', 'main']; // a row, as in the terminal: time only passes through start
  assert.deepEqual(await names(), worth);
  assert.deepEqual(await functions.locator('tbody tr').first().locator('td').allTextContents(),
    ['75.0 ms', '75.0 %', '9.3', '75.0 ms', '75.0 %', '~1,000', '75.0 µs', 'library']);
  assert.equal(await functions.locator('th[aria-sort=descending]').textContent(), 'Self');
  await functions.getByRole('button', { name: 'Total', exact: true }).click();
  assert.deepEqual((await names())[0], 'search');
  await functions.getByRole('button', { name: 'Function' }).click();
  assert.deepEqual(await names(), ['copy', 'main', 'match', 'search', 'start']);
  assert.equal(await functions.locator('th[aria-sort=ascending]').textContent(), 'Function');
  await functions.getByRole('button', { name: 'Calls' }).press('Enter');
  assert.deepEqual(await names(), ['match', 'search', 'main', 'copy', 'start'], 'what is not known is last');
  await functions.getByLabel('Search').fill('KERN');
  assert.deepEqual(await names(), ['copy']);
  assert.match(await functions.locator('[role=status]').textContent(), /1 found/);
  await functions.getByRole('button', { name: 'Reset' }).click();
  assert.deepEqual(await names(), worth);
  await functions.getByRole('button', { name: 'Show all 5' }).click();
  assert.deepEqual(await names(), [...worth, 'start']);

  await functions.getByRole('button', { name: 'match' }).click();
  assert.deepEqual(await labels(tiles), ['match, library, 75.0 %', 'match, library, 10.0 %']);
  await crumbs.locator('button', { hasText: 'everything' }).click();
  assert.equal(await tiles.count(), 9);
  await functions.getByRole('button', { name: 'search' }).click();
  await section.locator('.stacks').getByRole('button', { name: 'Reset' }).click();
  assert.equal(await tiles.count(), 9);
  assert.deepEqual(wrong, []);
});

test('the call graph: boxes, arrows, zoom, threshold', async () => {
  const { page, part, tiles, wrong } = await opened('slow');
  const graph = part('Call graph');
  const boxes = graph.locator('[role=button]');
  const moved = () => graph.locator('svg.graph > g').getAttribute('transform');
  assert.equal(await boxes.count(), 5);
  assert.equal(await graph.locator('.call').count(), 5);
  assert.equal(await graph.locator('.told').count(), 5);
  assert.match(await graph.locator('.box', { hasText: 'match' }).textContent(), /75\.0 % total · 75\.0 % self~1,000 calls/);
  assert.ok((await graph.locator('.told').allTextContents()).includes('75.0 % · ~900×'));
  const begin = await moved();
  await graph.getByRole('button', { name: 'Larger' }).click();
  assert.notEqual(await moved(), begin);
  await graph.getByRole('button', { name: 'Reset' }).click();
  assert.equal(await moved(), begin);
  await graph.locator('svg').hover();
  await page.mouse.wheel(0, -200);
  assert.equal(await moved(), begin, 'the wheel scrolls the page');
  await graph.locator('svg').click({ position: { x: 3, y: 3 } });
  await page.mouse.wheel(0, -200);
  await page.waitForFunction((old) => document.querySelector('svg.graph > g').getAttribute('transform') !== old, begin);
  await boxes.first().focus();
  await page.keyboard.press('0');
  assert.equal(await moved(), begin);
  await page.keyboard.press('+');
  assert.notEqual(await moved(), begin);
  await graph.getByLabel('Functions from').selectOption({ label: '10.0 %' });
  assert.equal(await boxes.count(), 5);
  await graph.locator('.box', { hasText: 'copy' }).press('Enter');
  assert.deepEqual(await labels(tiles), ['copy, kernel, 15.0 %']);
  assert.deepEqual(wrong, []);
});

// How far the boxes stand out of the picture's frame, in pixels, but for the rounding of where it is scrolled to; and the size of what is written in them.
const fit = (graph) => graph.locator('.framed').evaluate((frame) => {
  const room = frame.getBoundingClientRect();
  const boxes = [...frame.querySelectorAll('.box')].map((box) => box.getBoundingClientRect());
  return { boxes: boxes.length, high: Math.round(room.height), at: frame.querySelector('svg.graph > g').getAttribute('transform'), scale: frame.querySelector('svg.graph > g').getCTM().a,
    out: Math.round(100 * Math.max(...boxes.flatMap((box) => [room.left - box.left, box.right - room.right, room.top - box.top, box.bottom - room.bottom]))) / 100 + 0 }; // no -0
});

const SMALLEST = 0.82; // of the full size, where letters are of 11 px

test('the call graph opens so that it can be read: all of it where that fits, else around the function of the verdict', async () => {
  for (const options of [{}, NARROW]) {
    for (const variant of ['slow', 'many', 'long']) {
      const { page, part, wrong } = await opened(variant, options);
      const graph = part('Call graph');
      const found = await fit(graph);
      const fits = found.out <= 0;
      if (variant === 'long' || options !== NARROW) assert.equal(fits, variant !== 'long', `${variant}: ${JSON.stringify(found)}`);
      const seen = (box) => graph.locator(box).evaluate((each) => {
        const [of, room] = [each, each.closest('.framed')].map((node) => node.getBoundingClientRect());
        return of.top >= room.top && of.left >= room.left && of.bottom <= room.bottom && of.right <= room.right;
      });
      assert.equal(await graph.getByText('Not all of it is in the frame').isVisible(), !fits);
      assert.ok(found.boxes > 1 && found.high <= 802);
      assert.ok(found.scale >= SMALLEST - 1e-6, `${variant}: ${found.scale}`);
      assert.ok(await seen('[role=button][tabindex="0"]'), 'the function of the verdict is in sight');
      await graph.getByRole('button', { name: 'Full size' }).click();
      assert.equal((await fit(graph)).scale, 1);
      await graph.locator('[role=button][tabindex="0"]').focus();
      await page.keyboard.press('0');
      const all = await fit(graph);
      assert.ok(all.out <= 0, `all of ${variant}: ${JSON.stringify(all)}`);
      if (fits) assert.deepEqual(all, found);
      else assert.ok(all.scale < SMALLEST, 'what could be read was shown whole');
      for (const key of ['ArrowUp', 'ArrowDown', 'ArrowRight']) await page.keyboard.press(key);
      assert.deepEqual(await fit(graph), all, 'what is in sight need not be moved');
      await page.keyboard.press('1');
      assert.equal((await fit(graph)).scale, 1);
      if (variant === 'long') {
        for (let i = 0; i < 12; i++) await page.keyboard.press('ArrowDown');
        assert.ok(await seen('.box:focus'), 'the box of the focus is in sight');
      }
      await page.keyboard.press('Escape');
      await page.keyboard.press('Shift+ArrowRight');
      assert.notDeepEqual(await fit(graph), found);
      await graph.getByRole('button', { name: 'All of it' }).click();
      assert.deepEqual(await fit(graph), all);
      await graph.getByRole('button', { name: 'Reset' }).click();
      assert.deepEqual(await fit(graph), found);
      assert.deepEqual(wrong, []);
    }
  }
});

test('the tab stop goes where the reader clicks, in every picture', async () => {
  for (const [variant, title, role, label] of [['slow', 'Where the time goes', 'treeitem', 'copy,'], ['slow', 'Call graph', 'button', 'copy,']]) {
    const { part } = await opened(variant);
    const picture = part(title).locator('svg').first();
    await picture.getByRole(role, { name: label }).click();
    assert.deepEqual(await labels(picture.locator('[tabindex="0"]')).then((all) => all.map((each) => each.startsWith(label))), [true], title);
  }
});

test('a profile of another text is said to be that; the same one named from another folder is not', async () => {
  const named = (path) => ({ ...slow(), data: { ...slow().data, path } });
  for (const [path, told] of [['data/random.txt', 0], ['/somewhere/data/random.txt', 0], ['data/quick.txt', 1], ['otherdata/random.txt', 1]]) {
    const { page } = await open(pageOf(story(), [named(path)]));
    assert.equal(await page.getByText('Profiled on another text').count(), told, path);
  }
});

test('a profile that is older than the run is said to be that', async () => {
  const { page } = await open(pageOf(story(), [{ ...slow(), variant: 'baseline', started: '2026-11-22T04:30:45Z' }, { ...fast(), variant: 'jit' }]));
  assert.deepEqual(await page.locator('#opening .landmark .caption').allInnerTexts(), ['Profiled before this run: 2026-11-22T04:30:45Z.']);
});

test('on paper: pictures as high as they are drawn, all of the graph; after it, what was seen', async () => {
  const { page, section, part, wrong } = await opened('long');
  const graph = part('Call graph');
  const beyond = graph.getByText('Not all of it is in the frame');
  const frames = () => page.evaluate(() => new Promise((done) => { requestAnimationFrame(() => requestAnimationFrame(done)); }));
  const send = (name) => page.evaluate((type) => dispatchEvent(new Event(type)), name);
  await page.setViewportSize({ width: 700, height: 900 });
  await frames();
  await graph.getByRole('button', { name: 'Full size' }).click();
  const before = await fit(graph);
  assert.ok(await beyond.isVisible());
  await send('beforeprint');
  await page.emulateMedia({ media: 'print' });
  await frames();
  assert.ok((await fit(graph)).out <= 0.5);
  assert.ok(!await beyond.isVisible());
  for (const picture of await section.locator('svg').all()) {
    const [is, asDrawn] = await picture.evaluate((svg) => {
      const box = svg.getBoundingClientRect();
      return [box.height / box.width, svg.viewBox.baseVal.height / svg.viewBox.baseVal.width];
    });
    assert.ok(Math.abs(is / asDrawn - 1) < 0.02, `${is} ${asDrawn}`);
  }
  await page.emulateMedia({ media: null });
  await frames();
  await send('afterprint');
  assert.deepEqual(await fit(graph), before);
  assert.ok(await beyond.isVisible());
  await page.setViewportSize({ width: 1440, height: 900 });
  assert.deepEqual(wrong, []);
});

test('threads as lanes', async () => {
  const { part } = await opened('slow');
  const threads = part('Threads');
  assert.equal(await threads.locator('.lifetime').count(), 2);
  assert.deepEqual(await threads.locator('tbody tr').nth(1).locator('td.right').allTextContents(),
    ['40.0 %', '20.0 ms', '50.0 ms', '50.0 ms']);
  assert.match(await threads.innerText(), /2 threads kept 1\.00 cores busy on average\. Imbalance: slow has 1\.60 times the mean CPU time of the 2 that share/);
  const [lane, life] = await threads.locator('tbody tr').nth(1).locator('.lifetime, .lifetime div').evaluateAll((all) =>
    all.map((each) => each.getBoundingClientRect().width));
  assert.ok(Math.abs(life / lane - 0.5) < 0.02);
});

test('imbalance is of the workers, and a CPU time that nobody told is not 0', async () => {
  const { part } = await opened('pool');
  assert.match(await part('Threads').innerText(), /3 threads and processes kept 1\.79 cores busy on average\. Imbalance: worker has 1\.14 times the mean CPU time of the 2 that share/);
  await opened('gpu');
  assert.deepEqual(await part('Threads').locator('tbody td.right').allTextContents(), ['–', '–', '100 ms', '0 ns']);
  assert.match(await part('Threads').innerText(), /One thread\. The engine tells nothing of CPU time\./);
});

test('a thread that others kept from its core did not wait', async () => {
  const { part } = await opened('fast');
  assert.match(await part('Threads').innerText(),
    /One thread; it worked 27\.0\s% of its time\. It was preempted for 70\s% of its time: others ran on its core\./);
});

test('an engine without stacks: said so, and the rest is there', async () => {
  const { part, section, wrong } = await opened('counted');
  assert.match(await section.locator('.verdict-line').innerText(), /^match and below: 75 % of the instructions\./);
  assert.match(await part('call by call').innerText(), /callgrind knows functions .* no whole stacks/);
  assert.equal(await section.locator('[role=treeitem]').count(), 0);
  assert.equal(await part('Functions').locator('tbody tr').count(), 4);
  assert.equal(await part('Functions').locator('tbody button').count(), 0);
  assert.equal(await part('Call graph').locator('[role=button]').count(), 5);
  assert.match(await part('Threads').innerText(), /nothing of threads/);
  assert.deepEqual(wrong, []);
});

test('how it was obtained', async () => {
  const { part } = await opened('slow');
  const told = await part('How this').innerText();
  assert.match(told, /^How this was obtained\s+perf works here\. Text: data\/random\.txt, 1 line, 1,001 bytes\. Event: cpu-clock\. 997 samples per second/);
  assert.match(told, /The run took 125 ms, without the profiler 100 ms: \+25\.0 %\./);
  assert.match(told, /Command\s+variants\/x data\/random\.txt\s+When\s+2026-11-23T04:30:45Z/);
  assert.match(await part('Functions').locator('[role=status]').textContent(), /~ counted by callgrind on the first 10 lines, and scaled/);
});

test('names that attack, damage, depth', async () => {
  const evil = slow();
  const [attack] = HOSTILE;
  evil.functions.forEach((f, i) => { f.name = HOSTILE[i % HOSTILE.length]; f.module = attack; });
  evil.threads.forEach((each) => { each.name = attack; });
  Object.assign(evil, { variant: attack, why: attack, started: attack, command: [attack], engine: attack });
  evil.how = { ...evil.how, event: attack, unsymbolized: [attack], counts: { engine: attack, lines: 1, scale: 2 } };
  const all = pageOf(story(), [evil, damaged(), deep(4_999), fast()]); // the harness leaves out what is damaged
  for (const [variants, width] of [[[0, 1], 1440], [[0], 390]]) {
    const { page, wrong, context } = await open(all, { width });
    const section = page.locator('#profiles-section');
    assert.equal(await section.locator('.pick option').count(), 3);
    for (const variant of variants) {
      await section.locator('.pick select').selectOption({ value: String(variant) });
      for (const view of await section.locator('.switch input').all()) {
        await view.check();
        await unfold(section);
      }
      assert.equal(await page.getByText('could not be drawn').count(), 0);
      assert.equal(await sideways(page), 0);
    }
    assert.equal(await page.evaluate(() => window.stolen), undefined);
    assert.equal(await page.locator('img, iframe').count(), 0);
    assert.deepEqual(wrong, []);
    await context.close();
  }
});

test('accessible, light and dark; narrow enough', async () => {
  for (const [options, variant, ...views] of [[{}, 'slow', 'Differential', 'Sunburst'], [NARROW, 'gpu', 'Icicle']]) {
    const { page, section, wrong } = await opened(variant, options);
    for (const view of views) {
      await section.getByLabel(view).check();
      await unfold(section);
      assert.deepEqual(await findings(page, '#profiles-section'), [], `${variant} ${view}`);
      assert.equal(await sideways(page), 0);
    }
    assert.deepEqual(wrong, []);
  }
});
