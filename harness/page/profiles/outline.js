// A profile in a few rows: the variant's own functions and what they call. Nodes are as in model.js.
import { treeOf } from './model.js';
import { percent } from './words.js';

const ROWS = 7; // deeper contexts are left to the whole icicle
const ALMOST_ALL = 0.98; // of a function's time; if one below it has as much, the function only passes it on

// Merges contexts of the same function that are now siblings.
function merged(nodes) {
  const byFunction = new Map();
  for (const node of nodes) {
    const same = byFunction.get(node.fn);
    if (!same) byFunction.set(node.fn, node);
    else {
      same.total += node.total;
      same.self += node.self;
      same.children = merged([...same.children, ...node.children]);
    }
  }
  return [...byFunction.values()].sort((a, b) => b.total - a.total);
}

// Replaces a node by its children if it only leads to the variant's own code: the start of a thread, a library that
// calls back, main. The kernel's many layers become one node.
function condensed(profile) {
  const { all, root } = treeOf(profile);
  const below = new Map(all.map((node) => [node, []]));
  const leads = new Set(); // nodes with the variant's own code in them or below
  for (const node of [...all].reverse()) {
    const kernel = node.category === 'kernel';
    node.children = kernel ? [] : merged(below.get(node));
    if (kernel) node.name = 'kernel';
    const own = node.children.filter((child) => leads.has(child));
    if (node.category === 'own' || own.length) leads.add(node);
    if (!node.parent) continue;
    const passes = own.length && (node.category !== 'own' || own[0].total >= ALMOST_ALL * node.total);
    below.get(node.parent).push(...(passes ? node.children : [node]));
  }
  return root;
}

// Without whole stacks: functions by self time; for a variant that used a GPU, the functions on it.
function flat(profile) {
  const gpu = profile.whole.gpu > 0;
  const children = profile.order.slice(0, gpu ? profile.order.length : profile.rows)
    .map((fn) => ({ ...profile.functions[fn], fn }))
    .filter(({ category, self }) => self > 0 && (!gpu || category === 'gpu'))
    .map(({ name, category, self, fn }) => ({ fn, name, category, self, total: self, nodes: 1, children: [] }));
  return { fn: -1, name: gpu ? 'what the GPU did' : `all of ${profile.variant}`, category: 'root', self: 0,
    total: gpu ? profile.whole.gpu : profile.whole.cpu, nodes: 1, children };
}

// A tree as drawIcicle() takes it, no deeper than ROWS.
export function outline(profile) {
  const root = profile.nodes.length ? condensed(profile) : flat(profile);
  const all = [];
  const waiting = [[root, null]];
  while (waiting.length) {
    const [node, parent] = waiting.pop();
    node.parent = parent;
    node.depth = parent ? parent.depth + 1 : 0;
    node.part = node.total / (root.total || 1);
    node.told = parent && percent(node.part);
    if (node.depth === ROWS - 1) node.children = [];
    all.push(node);
    waiting.push(...node.children.map((child) => [child, node]));
  }
  return { root, all, depth: all.reduce((most, node) => Math.max(most, node.depth), 0) };
}
