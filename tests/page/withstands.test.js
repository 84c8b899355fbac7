// What a results file may do to the page: nothing. And how it bears the largest one.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { open, pageOf, bytes, sideways, source } from './browser.js';
import { HOSTILE, hostile, largest, profile } from './runs.js';

test('names that attack are text, wherever they stand', async () => {
  const path = pageOf(hostile(), [{ ...profile('p', 5), variant: HOSTILE[0] }]);
  const text = source(path);
  assert.equal(text.match(/<script/g).length, 4, 'three of data and the page’s own');
  assert.equal(text.match(/<\/script/g).length, 4);
  assert.equal(text.includes('\u2028'), false);
  for (const width of [1440, 390]) {
    const { page, wrong } = await open(path, { width });
    await page.locator('details').evaluateAll((all) => all.forEach((each) => { each.open = true; }));
    assert.equal(await page.evaluate(() => window.stolen), undefined);
    assert.equal(await page.locator('img, iframe, object, embed').count(), 0);
    assert.equal(await page.locator('script').count(), 4);
    assert.match(await page.locator('.rung .name').first().textContent(), /^<\/script><img .*…$/);
    assert.equal(await page.locator('#strip strong').first().textContent(), HOSTILE[0]);
    await page.locator('.rung').first().focus();
    assert.equal(await page.locator('.tip-title').textContent(), HOSTILE[0]);
    assert.equal(await sideways(page), 0);
    assert.deepEqual(wrong, []);
  }
});

test('the policy lets in no script and no network', async () => {
  const { page, wrong } = await open(pageOf(largest()));
  await page.evaluate(() => {
    const script = document.createElement('script');
    script.textContent = 'window.stolen = 1';
    document.body.append(script);
    document.body.insertAdjacentHTML('beforeend', '<p onclick="window.stolen = 1" id="evil">x</p><img src="https://localhost/x">');
    document.getElementById('evil').click();
  });
  await page.waitForTimeout(100);
  assert.equal(await page.evaluate(() => window.stolen), undefined);
  assert.ok(wrong.some((line) => /against the policy: script-src/.test(line)));
  assert.ok(wrong.some((line) => /against the policy: img-src/.test(line)));
});

test('the largest: 20 variants of 20 rounds, 10 profiles of 20,000 nodes', async (t) => {
  const path = pageOf(largest(), Array.from({ length: 10 }, (_, i) => profile(`variant_${i}`, 20_000)));
  const { page, wrong } = await open(path);
  await page.waitForFunction(() => performance.getEntriesByName('first-contentful-paint').length);
  const [loaded, painted] = await page.evaluate(() => [performance.getEntriesByType('navigation')[0].loadEventEnd,
    performance.getEntriesByName('first-contentful-paint')[0]?.startTime]);
  t.diagnostic(`${(bytes(path) / 1e6).toFixed(1)} MB; first paint after ${painted?.toFixed(0)} ms, loaded after ${loaded.toFixed(0)} ms`);
  assert.equal(await page.locator('circle.sample').count(), 400);
  const bare = pageOf(largest());
  t.diagnostic(`without profiles ${(bytes(bare) / 1e3).toFixed(0)} kB`);
  assert.ok(bytes(bare) < 1e6);
  assert.deepEqual(wrong, []);
});
