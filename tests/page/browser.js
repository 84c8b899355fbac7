// Chromium over pages from disk, with the network off; and pages made of results by the harness itself.
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after } from 'node:test';
import { pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';

const { HARNESS, CHROMIUM, PUBLISHED } = process.env;
const folder = mkdtempSync(join(tmpdir(), 'page-'));
const browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox', '--disable-gpu'] });
after(async () => {
  await browser.close();
  rmSync(folder, { recursive: true });
});

let made = 0;

// The page of results, or of a results file by its name in results/published/.
export function pageOf(results, profiles = []) {
  const home = join(folder, String(made++));
  const shown = join(home, 'profiles');
  mkdirSync(shown, { recursive: true });
  profiles.forEach((profile, i) => {
    mkdirSync(join(shown, String(i)));
    writeFileSync(join(shown, String(i), 'profile.json'), JSON.stringify(profile));
  });
  let file = join(PUBLISHED, String(results));
  if (typeof results === 'object') {
    file = join(home, 'results.json');
    writeFileSync(file, JSON.stringify(results));
  }
  const path = join(home, 'page.html');
  execFileSync(HARNESS, ['report', file, '--profiles', shown, '--output', path]);
  return path;
}

// The drawing for a README, of a results file by its name.
export function drawingOf(results) {
  const home = join(folder, String(made++));
  mkdirSync(home);
  execFileSync(HARNESS, ['report', join(PUBLISHED, results), '--charts', home]);
  return join(home, 'ladder-dark.svg');
}

export const bytes = (path) => statSync(path).size;
export const source = (path) => readFileSync(path, 'utf8');
export const published = (name) => JSON.parse(source(join(PUBLISHED, name)));

// Opens a page; whatever it complains of, or asks for, is in `wrong`.
export async function open(path, { width = 1440, theme = 'light', ...more } = {}) {
  const context = await browser.newContext({ viewport: { width, height: 900 }, colorScheme: theme, offline: true,
    acceptDownloads: true, permissions: ['clipboard-read', 'clipboard-write'], ...more });
  context.setDefaultTimeout(120_000); // only to end: how fast a machine is decides nothing
  const page = await context.newPage();
  const wrong = [];
  page.on('console', (message) => { if (['error', 'warning'].includes(message.type())) wrong.push(message.text()); });
  page.on('pageerror', (error) => wrong.push(error.message));
  page.on('request', (request) => { if (!/^(file|blob):/.test(request.url())) wrong.push(`asks for ${request.url()}`); });
  await page.addInitScript(() => document.addEventListener('securitypolicyviolation', (event) =>
    console.error(`against the policy: ${event.violatedDirective} ${event.blockedURI}`)));
  await page.goto(pathToFileURL(path).href);
  return { page, wrong, context };
}

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

// What an accessibility check finds that is serious, a line each; of a part of the page by its selector.
// Of all rules, or of those named.
export async function findings(page, part = 'html', ...rules) {
  await page.evaluate(axe);
  const { violations } = await page.evaluate(([selector, runOnly]) => axe.run(selector,
    { resultTypes: ['violations'], preload: false, ...(runOnly.length ? { runOnly } : {}) }), [part, rules]);
  return violations.filter(({ impact }) => ['serious', 'critical'].includes(impact))
    .map(({ id, nodes }) => `${id}: ${nodes.slice(0, 3).map((node) => node.html.slice(0, 160)).join(' | ')}`);
}

// How far things moved by themselves since the page was opened.
export const shifted = (page) => page.evaluate(() => new Promise((resolve) => {
  let all = 0;
  new PerformanceObserver((list) => list.getEntries().forEach((entry) => { all += entry.value; }))
    .observe({ type: 'layout-shift', buffered: true });
  setTimeout(() => resolve(all), 200);
}));

export const sideways = (page) => page.evaluate(() =>
  document.documentElement.scrollWidth - document.documentElement.clientWidth);
