// Bundles the page into one template: node bundle.js OUTPUT. The harness replaces the line <!--data--> by data
// (harness/show/page.h). Nothing else in the file changes, so the hashes in its policy stay valid. Also makes
// charts.mjs, which draws the page's ladder as a file.
import { build } from 'esbuild';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const output = process.argv[2];
const marker = '<!--data-->';

async function bundle(entry, options) {
  const result = await build({
    absWorkingDir: here,
    entryPoints: [entry],
    bundle: true,
    minify: true,
    format: 'iife',
    target: ['chrome109', 'firefox115'],
    charset: 'utf8',
    metafile: true,
    write: false,
    logLevel: 'warning',
    ...options,
  });
  return { text: result.outputFiles[0].text.trim(), inputs: Object.keys(result.metafile.inputs) };
}

// The licence notices of the bundled libraries, each text once.
function notices(inputs) {
  const packages = new Set();
  for (const input of inputs) {
    const match = /^node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(input);
    if (match) packages.add(match[1]);
  }
  const texts = new Map();
  for (const name of [...packages].sort()) {
    const path = ['LICENSE', 'LICENSE.md', 'LICENSE.txt']
      .map((file) => join(here, 'node_modules', name, file))
      .find(existsSync);
    if (!path) throw new Error(`${name} has no licence file`);
    const text = readFileSync(path, 'utf8').trim();
    texts.set(text, [...(texts.get(text) ?? []), name]);
  }
  return [...texts].map(([text, names]) => `${names.join(', ')}:\n\n${text}`).join('\n\n');
}

const hash = (text) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
const inside = (text) => text.replaceAll('--', '- -'); // a comment must not contain --

const script = await bundle('main.js');
const style = await bundle('style.css');
const policy = `default-src 'none'; script-src ${hash(script.text)}; style-src ${hash(style.text)}; base-uri 'none'; form-action 'none'`;
const page = readFileSync(join(here, 'page.html'), 'utf8')
  .replace('@policy@', () => policy)
  .replace('@style@', () => style.text)
  .replace('@script@', () => script.text)
  .replace('@notices@', () => inside(notices(script.inputs)));
for (const [text, tag] of [[script.text, 'script'], [style.text, 'style']])
  if (text.toLowerCase().includes(`</${tag}`)) throw new Error(`the ${tag} would end itself`);
if (page.split(marker).length !== 2) throw new Error(`${marker} must stand in the page once`);
const charts = await bundle('charts.js', { format: 'esm', platform: 'node', target: 'node18', loader: { '.css': 'text' } });
for (const [path, text] of [[join(dirname(output), 'charts.mjs'), charts.text], [output, page]]) {
  writeFileSync(`${path}.part`, text);
  renameSync(`${path}.part`, path);
}
