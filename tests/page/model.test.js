// What the page makes of a profile before it draws.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { layout, share, treeOf } from '../../harness/page/profiles/model.js';
import { outline } from '../../harness/page/profiles/outline.js';
import { count, fitted, percent, points, weight } from '../../harness/page/profiles/words.js';
import { counted, deep, gpu, slow } from './profiled.js';

const ms = 1e6;

// A tree as lines: name, self and total in ms.
const drawn = (node, indent = '') => [`${indent}${node.name} ${node.self / ms} ${node.total / ms}`,
  ...node.children.flatMap((child) => drawn(child, `${indent} `))];

test('threads merged, and apart', () => {
  const profile = slow();
  assert.deepEqual(drawn(treeOf(profile).root), ['all of slow 0 100',
    ' main 0 80', '  search 5 80', '   match 50 60', '    match 10 10', '   copy 15 15',
    ' start 0 20', '  search 5 20', '   match 15 15']);
  const apart = treeOf(profile, { apart: true });
  assert.deepEqual(apart.root.children.map(({ name, total }) => [name, total / ms]), [['slow 1', 80], ['omp-1 2', 20]]);
});

test('rooted at a function: all its calls merged, a recursion once', () => {
  const profile = slow();
  assert.deepEqual(drawn(treeOf(profile, { root: 2 }).root), ['match 65 75', ' match 10 10']);
  assert.deepEqual(drawn(treeOf(profile, { root: 1 }).root), ['search 10 100', ' match 65 75', '  match 10 10', ' copy 15 15']);
});

test('an outline: the variant’s own code and what it calls; what only leads there, and the kernel’s layers, left out', () => {
  assert.deepEqual(drawn(outline(slow()).root), ['all of slow 0 100', ' search 10 100', '  match 65 75', '   match 10 10', '  kernel 15 15']);
  const profile = slow();
  const [, search, , copy, start] = [0, 1, 2, 3, 4];
  profile.nodes = [[search], [copy, 0], [copy, 1], [start], [search, 3], [start, 4]].map(([fn, parent]) =>
    ({ function: fn, parent, thread: 0, self: 10 * ms, samples: 1 }));
  assert.deepEqual(drawn(outline(profile).root), ['all of slow 0 60', ' search 20 50', '  kernel 10 20', '  start 10 10']);
  assert.equal(outline(deep(4_999)).root.total, 100 * ms);
});

test('an outline without stacks: functions by self, of a GPU those on it', () => {
  const order = (profile, rows) => ({ ...profile, rows, order: profile.functions.map((_, i) => i).sort((a, b) =>
    profile.functions[b].self - profile.functions[a].self) });
  const flat = outline({ ...order(counted(), 2), whole: { cpu: 100 * ms, gpu: 0 } });
  assert.deepEqual(drawn(flat.root), ['all of counted 0 100', ' match 75 75', ' copy 15 15']);
  assert.deepEqual(flat.all.map(({ told }) => told), [null, '15.0 %', '75.0 %']);
  const device = outline({ ...order(gpu(), 1), nodes: [], whole: { cpu: 100 * ms, gpu: 50 * ms } });
  assert.deepEqual(drawn(device.root), ['what the GPU did 0 50', ' count_matches 40 40', ' clear 10 10']);
});

test('a layout holds what can be seen, the focus as wide as all', () => {
  const { root } = treeOf(slow());
  const { tiles, hidden } = layout(root, 0.12);
  assert.deepEqual(tiles.map(({ node }) => node.name).sort(), ['all of slow', 'copy', 'main', 'match', 'match', 'search', 'search', 'start']);
  assert.equal(hidden, 1, 'the inner match, a tenth');
  const main = tiles.find(({ node }) => node.name === 'main');
  assert.deepEqual([main.x0, main.x1], [0, 0.8]);
  const zoomed = layout(main.node.children[0], 0).tiles;
  assert.deepEqual(zoomed.slice(0, 3).map(({ node, x0, x1, above }) => [node.name, x0, x1, Boolean(above)]),
    [['all of slow', 0, 1, true], ['main', 0, 1, true], ['search', 0, 1, false]]);
});

test('a GPU’s functions are of what it did, all others of the CPU’s time', () => {
  const profile = { whole: { cpu: 100, gpu: 50 } };
  assert.deepEqual(['own', 'gpu', 'root'].map((category) => share(profile, 10, category)), [0.1, 0.2, 10 / 150]);
});

test('depth is no danger', () => {
  const tree = treeOf(deep(20_000));
  assert.equal(tree.depth, 20_000);
  const { tiles, hidden } = layout(tree.root, 0);
  assert.equal(tiles.length + hidden, 20_001);
  assert.ok(tiles.length < 500);
});

test('words', () => {
  assert.equal(percent(0.0004), '< 0.1 %');
  assert.equal(percent(0), '0.0 %');
  assert.equal(points(-0.0004), '±0.0');
  assert.equal(count(1234567), '1,234,567');
  assert.equal(weight({ unit: 'ns' }, 1.5e9), '1.50 s');
  assert.equal(weight({ unit: 'instructions' }, 1.5e9), '1.50 G');
  assert.equal(fitted('memmove_unaligned', 10), 'memmove_u…');
  assert.equal(fitted('memmove_unaligned', 4), '');
});
