// What the page makes of a profile before it draws.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { changes, compare, layout, readProfile, treeOf } from '../../harness/page/profiles/model.js';
import { count, fitted, percent, points, weight } from '../../harness/page/profiles/words.js';
import { damaged, deep, fast, gpu, slow } from './profiled.js';

const ms = 1e6;

// A tree as lines: name, self and total in ms.
const drawn = (node, indent = '') => [`${indent}${node.name} ${node.self / ms} ${node.total / ms}`,
  ...node.children.flatMap((child) => drawn(child, `${indent} `))];

test('threads merged, and apart', () => {
  const profile = readProfile(slow());
  assert.deepEqual(drawn(treeOf(profile).root), ['all of slow 0 100',
    ' main 0 80', '  search 5 80', '   match 50 60', '    match 10 10', '   copy 15 15',
    ' start 0 20', '  search 5 20', '   match 15 15']);
  const apart = treeOf(profile, { apart: true });
  assert.deepEqual(apart.root.children.map(({ name, total }) => [name, total / ms]), [['slow 1', 80], ['omp-1 2', 20]]);
});

test('rooted at a function: all its calls merged, a recursion once', () => {
  const profile = readProfile(slow());
  assert.deepEqual(drawn(treeOf(profile, { root: 2 }).root), ['match 65 75', ' match 10 10']);
  assert.deepEqual(drawn(treeOf(profile, { root: 1 }).root), ['search 10 100', ' match 65 75', '  match 10 10', ' copy 15 15']);
});

test('a layout holds what can be seen, the focus as wide as all', () => {
  const { root } = treeOf(readProfile(slow()));
  const { tiles, hidden } = layout(root, 0.12);
  assert.deepEqual(tiles.map(({ node }) => node.name).sort(), ['all of slow', 'copy', 'main', 'match', 'match', 'search', 'search', 'start']);
  assert.equal(hidden, 1, 'the inner match, a tenth');
  const main = tiles.find(({ node }) => node.name === 'main');
  assert.deepEqual([main.x0, main.x1], [0, 0.8]);
  const zoomed = layout(main.node.children[0], 0).tiles;
  assert.deepEqual(zoomed.slice(0, 3).map(({ node, x0, x1, above }) => [node.name, x0, x1, Boolean(above)]),
    [['all of slow', 0, 1, true], ['main', 0, 1, true], ['search', 0, 1, false]]);
});

test('a comparison is by place, in shares', () => {
  const [here, there] = [readProfile(slow()), readProfile(fast())];
  const tree = treeOf(here);
  compare(here, tree, there, treeOf(there));
  assert.deepEqual(tree.all.map(({ name, change, isNew }) => `${name} ${points(change)}${isNew ? ' new' : ''}`).sort(), [
    'all of slow ±0.0', 'copy −45.0', 'main −20.0', 'match +10.0 new', 'match +15.0 new', 'match +30.0', 'search +20.0 new',
    'search −20.0', 'start +20.0 new'].sort());
  const far = changes(here, there).map((row) => `${points(row.here - row.there)} ${row.name}`);
  assert.deepEqual(far.slice(0, 2).sort(), ['+45.0 match', '−45.0 copy']);
  assert.deepEqual(far.slice(2, 4).sort(), ['+20.0 start', '−20.0 main']);
  assert.equal(far[4], '±0.0 search');
});

test('a GPU’s functions have shares of what it did, the host’s of the CPU’s time', () => {
  const profile = readProfile(gpu());
  assert.deepEqual(profile.functions.filter((f) => f.self > 0).map((f) => `${f.name} ${profile.share(f.self, f.category)}`),
    ['main 1', 'clear 0.2', 'count_matches 0.8']);
});

test('damage is left out, and depth is no danger', () => {
  const profile = readProfile(damaged());
  assert.equal(profile.functions.length, 3);
  assert.equal(profile.functions[1].category, 'unknown');
  assert.deepEqual(profile.verdict, { text: '', f: undefined });
  assert.deepEqual(profile.nodes.map(({ fn, above }) => [fn, above]), [[2, -1], [1, 0]]);
  assert.equal(profile.edges.length, 1);
  assert.equal(treeOf(profile).root.total, 6);
  const tree = treeOf(readProfile(deep()));
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
