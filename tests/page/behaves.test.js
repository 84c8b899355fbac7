// What a reader does with the page: by mouse, by keyboard, on a phone, on paper.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { findings, open, pageOf, shifted, sideways } from './browser.js';
import { everyStatus, run, story, variant } from './runs.js';

const path = pageOf(story());
const published = pageOf('2026-11-23-h100-16-cores.json');
const peers = pageOf('2026-11-23-epyc-2-cores.json');
// One page does where a test leaves it as it was.
const shared = await open(path);

test('nothing moves after the first paint', async () => {
  assert.equal(await shifted(shared.page), 0);
});

test('tips: pointed at, and by the keyboard from mark to mark', async () => {
  const { page, wrong } = shared;
  const tip = page.locator('#tip');
  await page.locator('.ladder .rung').nth(1).hover();
  assert.match(await tip.innerText(), /the idea of caseless[\s\S]*5\.0 % of its time/);
  await page.mouse.move(0, 0);
  await tip.waitFor({ state: 'hidden' });
  await page.locator('.ladder .rung').first().focus();
  assert.match(await tip.innerText(), /^baseline/);
  await page.keyboard.press('ArrowDown');
  assert.match(await tip.innerText(), /^caseless/);
  await page.keyboard.press('End');
  assert.match(await tip.innerText(), /^jit_caseless/);
  await page.keyboard.press('Escape');
  assert.equal(await tip.isVisible(), false);
  assert.match(await page.locator('.ladder .rung').nth(4).getAttribute('aria-label'), /jit_caseless.*follows: jit/);
  assert.deepEqual(wrong, []);
});

test('a table sorts by a heading, the other way, and back', async () => {
  const { page } = shared;
  const table = page.locator('.full', { has: page.locator('h3', { hasText: 'The times' }) });
  const names = () => table.locator('tbody th').allTextContents();
  const order = ['baseline', 'caseless', 'combined', 'jit', 'jit_caseless', 'A/A'];
  assert.deepEqual(await names(), order);
  const heading = table.getByRole('button', { name: 'time s', exact: true });
  await heading.click();
  assert.deepEqual((await names()).slice(2), ['jit', 'combined', 'caseless', 'baseline']);
  assert.equal(await table.locator('th[aria-sort=ascending]').count(), 1);
  await heading.press('Enter');
  assert.deepEqual((await names()).slice(0, 4), ['baseline', 'caseless', 'combined', 'jit']);
  await table.getByRole('button', { name: 'variant', exact: true }).click();
  assert.deepEqual((await names())[0], 'A/A');
  await table.getByRole('button', { name: 'Ladder order' }).click();
  assert.deepEqual(await names(), order);
});

test('the tab stop goes where the reader clicks', async () => {
  const { page } = shared;
  for (const [group, mark] of [['.ladder', '.rung'], ['.ledger', '.bar-track[role=img]'], ['.stages', '.stack'], ['.small >> nth=1', '.sample']]) {
    const marks = page.locator(group).locator(mark);
    await marks.nth(2).click();
    const stops = await marks.evaluateAll((all) => all.map((each) => each.getAttribute('tabindex')));
    assert.deepEqual([stops.indexOf('0'), stops.lastIndexOf('0')], [2, 2], group);
    await page.keyboard.press('ArrowUp');
    assert.equal(await marks.nth(1).getAttribute('tabindex'), '0', group);
  }
});

test('stages as shares, and as time', async () => {
  const { page } = shared;
  const widths = () => page.locator('.stages .stack').evaluateAll((bars) => bars.map((bar) => Math.round(bar.getBoundingClientRect().width)));
  const shares = await widths();
  assert.equal(new Set(shares).size, 1);
  await page.getByLabel('Time', { exact: true }).check();
  const [baseline, , jit] = await widths();
  assert.equal(baseline, shares[0]);
  assert.equal(jit, shares[0], 'an act has a scale of its own');
  const { page: gpu } = await open(published);
  await gpu.getByLabel('Time', { exact: true }).check();
  const shortest = await gpu.locator('.stages .stack').last().locator('.stage.kernel').boundingBox();
  assert.ok(shortest.width > 1, 'a bar of 0.1 % is to be seen');
  await page.getByLabel('Shares', { exact: true }).check();
  assert.deepEqual(await widths(), shares);
});

test('copies and downloads', async () => {
  const { page, wrong } = shared;
  await page.getByRole('button', { name: 'Copy as Markdown: The ledger' }).click();
  await page.waitForFunction(() => navigator.clipboard.readText().then((text) => text.startsWith('| variant | after |')));
  await page.getByRole('button', { name: 'Copy as TSV: The ledger' }).click();
  await page.waitForFunction(() => navigator.clipboard.readText().then((text) => text.split('\n')[0].startsWith('variant\tafter\t')));
  const saved = async (name) => {
    const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name }).click()]);
    return readFileSync(await download.path(), 'utf8');
  };
  assert.equal(JSON.parse(await saved('Results as JSON')).variants.length, 6);
  assert.match(await saved('Variants as CSV'), /^variant,after,status/);
  assert.equal((await saved('Samples as CSV')).trim().split('\n').length, 1 + 6 * 9);
  assert.deepEqual(wrong, []);
});

test('dark and light: the system’s, then the reader’s', async () => {
  const { page } = await open(path, { theme: 'dark' });
  const paper = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  const dark = await paper();
  await page.locator('#theme').click();
  const light = await paper();
  assert.notEqual(light, dark);
  assert.equal(light, 'rgb(255, 255, 255)');
  await page.reload();
  assert.equal(await paper(), light, 'the choice is kept');
});

test('a phone’s width does not scroll sideways', async () => {
  for (const file of [path, published, peers]) {
    const { page, wrong } = await open(file, { width: 390, hasTouch: true });
    assert.equal(await sideways(page), 0);
    await page.locator('details').evaluateAll((all) => all.forEach((each) => { each.open = true; }));
    assert.equal(await sideways(page), 0, 'with all its tables open, too');
    await page.locator('.ladder .rung .name').nth(1).tap();
    assert.match(await page.locator('#tip').innerText(), /throughput/);
    assert.ok(await page.locator('#tip').isVisible());
    assert.deepEqual(wrong, []);
  }
});

// Words of a rung that reach into one another (each has an edge of 2.5 pixels that hides what is below), or out of
// the picture.
const cut = (page) => page.locator('.ladder .rung, .ladder .act').evaluateAll((all) => all.flatMap((rung) => {
  const picture = rung.ownerSVGElement.getBoundingClientRect();
  const words = [...rung.querySelectorAll('text')].filter((each) => each.textContent)
    .map((each) => ({ said: each.textContent, box: each.getBoundingClientRect() }));
  const meet = (a, b) => a.left < b.right + 2.5 && b.left < a.right + 2.5 && a.top < b.bottom && b.top < a.bottom;
  return [...words.filter(({ box }) => box.left < picture.left - 1 || box.right > picture.right + 1).map(({ said }) => `${said} is cut off`),
    ...words.flatMap((a, i) => words.slice(i + 1).filter((b) => meet(a.box, b.box)).map((b) => `${a.said} meets ${b.said}`))];
}));

test('on a phone every word of the ladder is whole', async () => {
  const wild = run([
    variant('baseline', { ns: 10e9, stages: { search: 10e9 } }),
    variant('three_hundred_times_as_fast', { ns: 32.7e6, after: 'baseline', attacks: ['search'], effects: { search: 'gone' } }),
    variant('twelve', { ns: 836e6, after: 'baseline', attacks: ['search'], effects: { search: 'gone' } }),
    variant('slower', { ns: 11e9, after: 'twelve', attacks: ['search'], effects: { search: 'gone' } }),
  ]);
  for (const [file, width] of [[path, 390], [published, 390], [pageOf(wild), 390], [published, 320], [peers, 320]]) {
    const { page } = await open(file, { width });
    assert.ok(await page.locator('.ladder .gain').count() > 0);
    assert.deepEqual(await cut(page), []);
    assert.deepEqual(await page.locator('.ladder .rung .name').filter({ hasText: '…' }).count(), 0, `${width}`);
  }
});

test('a full table on a phone: reasons are in sight, and a shadow tells what is not', async () => {
  const { page } = await open(pageOf(everyStatus()), { width: 390 });
  const table = page.locator('.full', { has: page.locator('h3', { hasText: 'The times' }) });
  const reasons = table.locator('td.rest span');
  assert.equal(await reasons.count(), 5);
  for (const { x, width } of await reasons.evaluateAll((all) => all.map((each) => each.getBoundingClientRect().toJSON())))
    assert.ok(x >= 0 && x + width <= 390, `${x} ${width}`);
  const box = table.locator('.scroll');
  await table.locator('.scroll.more').waitFor();
  await box.evaluate((each) => { each.scrollLeft = each.scrollWidth; });
  await page.waitForFunction((each) => !each.classList.contains('more'), await box.elementHandle());
});

// How colours look to those who see all three primaries, and to those who lack one: the matrices of Machado,
// Oliveira and Fernandes (2009), of the linear primaries.
const SEEN = {
  normal: [[1, 0, 0], [0, 1, 0], [0, 0, 1]],
  protanopia: [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
  deuteranopia: [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.01182, 0.04294, 0.968881]],
};
const times = (matrix, vector) => matrix.map((row) => row.reduce((sum, each, i) => sum + each * vector[i], 0));
const linear = (text) => text.match(/\d+/g).slice(0, 3).map((each) => each / 255)
  .map((each) => (each <= 0.04045 ? each / 12.92 : ((each + 0.055) / 1.055) ** 2.4));
// In Oklab, where distances are about as large as they look; black and white are 1 apart.
const oklab = (rgb) => times([[0.2104542553, 0.793617785, -0.0040720468], [1.9779984951, -2.428592205, 0.4505937099],
  [0.0259040371, 0.7827717662, -0.808675766]], times([[0.4122214708, 0.5363325363, 0.0514459929],
  [0.2119034982, 0.6806995451, 0.1073969566], [0.0883024619, 0.2817188376, 0.6299787005]], rgb).map((each) => Math.cbrt(Math.max(0, each))));
const apart = (a, b) => Math.hypot(...a.map((each, i) => each - b[i]));
const brightness = (rgb) => times([[0.2126, 0.7152, 0.0722]], rgb)[0] + 0.05;

test('stages are told apart by colour, by the colour-blind too, and read on every one of them', async () => {
  const names = ['read', 'compile', 'lower', 'search', 'merge', 'upload', 'kernel', 'download', 'other'];
  for (const theme of ['light', 'dark']) {
    const { page } = await open(path, { theme });
    const [label, ...found] = (await page.evaluate((stages) => {
      const box = document.body.appendChild(document.createElement('i'));
      return ['', ...stages].map((stage) => {
        box.className = stage && `stage ${stage}`;
        if (!stage) box.style.color = 'var(--on-colour)';
        return getComputedStyle(box)[stage ? 'backgroundColor' : 'color'];
      });
    }, names)).map(linear);
    found.forEach((colour, i) => assert.ok(brightness(colour) / brightness(label) >= 4.5, `${theme}: the label on ${names[i]}`));
    for (const [who, matrix] of Object.entries(SEEN)) {
      const colours = found.map((colour) => oklab(times(matrix, colour)));
      names.forEach((one, i) => names.slice(0, i).forEach((other, j) => {
        const least = one === 'search' && other === 'read' ? 0.18 : 0.05;
        assert.ok(apart(colours[i], colours[j]) >= least, `${theme}, ${who}: ${other} and ${one}: ${apart(colours[i], colours[j]).toFixed(3)}`);
      }));
    }
  }
});

// The columns of the ledger that are out of sight, by their place.
const unseen = (page) => page.locator('.ledger tbody tr').evaluateAll((rows) => rows.flatMap((row) => [...row.cells]
  .filter((cell) => cell.textContent && (cell.getBoundingClientRect().right > innerWidth || cell.getBoundingClientRect().left < 0 ||
    cell.scrollWidth > cell.clientWidth + 1)).map((cell) => `${row.cells[0].textContent} ${cell.cellIndex}`)));

test('the ledger: all its figures in sight at any width, where it is narrow as cards; still a table', async () => {
  for (const width of [320, 390, 800, 980, 1440]) {
    const { page, wrong } = await open(published, { width });
    const card = width < 900;
    assert.deepEqual(await unseen(page), [], `${width}`);
    const boxes = await page.locator('.ledger tbody tr').evaluateAll((rows) => rows.map((row) =>
      ['.name', '.strong', '.bar-track', '[data-name="at most"]'].map((part) => row.querySelector(part).getBoundingClientRect())));
    for (const [name, gain, bar, most] of boxes) {
      assert.equal(bar.top >= gain.bottom, card, 'the bar is below the gain');
      assert.ok(name.right <= gain.left && gain.right > 0);
      if (card) assert.ok(most.top >= bar.bottom && bar.width > 0.85 * width);
    }
    assert.equal(await page.getByRole('table', { name: 'What each rung attacked' }).getByRole('row').count(), boxes.length + 1);
    assert.equal(await page.getByRole('columnheader', { name: 'gained' }).count(), 1);
    assert.deepEqual(wrong, []);
  }
});

test('on paper: light, without controls', async () => {
  const { page, wrong } = await open(published, { theme: 'dark' });
  await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
  assert.equal(await page.evaluate(() => getComputedStyle(document.documentElement).getPropertyValue('--paper').trim().slice(0, 4)), '#fff');
  assert.equal(await page.locator('#theme').isVisible(), false);
  const pdf = await page.pdf({ format: 'A4' });
  assert.equal(pdf.subarray(0, 5).toString(), '%PDF-');
  assert.deepEqual(wrong, []);
});

test('accessible: no serious finding, light and dark, wide and narrow', async () => {
  const unfold = (page) => page.locator('details').evaluateAll((all) => all.forEach((each) => { each.open = true; }));
  await unfold(shared.page);
  assert.deepEqual(await findings(shared.page), []);
  await shared.page.locator('#theme').click();
  assert.deepEqual(await findings(shared.page, 'main', 'color-contrast'), [], 'dark');
  for (const [file, part, options] of [[pageOf(everyStatus()), 'main', { width: 390 }], [published, '#trap', {}], [peers, '#sweep', {}], [peers, '#peers', { width: 390, theme: 'dark' }]]) {
    const { page } = await open(file, options);
    await unfold(page);
    assert.deepEqual(await findings(page, part), []);
  }
});
