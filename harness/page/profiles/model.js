// A profile.json (harness/profile/profile.h has its schema) made safe to draw, and the trees that
// come from its nodes. What is damaged is left out; nothing here throws because of data.

import { CATEGORIES } from './words.js';

const listOf = (value) => (Array.isArray(value) ? value : []);
const textOf = (value) => (typeof value === 'string' ? value : '');
const amount = (value) => (Number.isFinite(value) && value > 0 ? value : 0);
const known = (value) => (Number.isFinite(value) ? value : undefined);
const place = (value, array) =>
  Number.isInteger(value) && value >= 0 && value < array.length ? value : undefined;

export function readProfile(raw) {
  const functions = listOf(raw.functions).map((f, index) => ({
    index,
    name: textOf(f?.name) || '(no name)',
    module: textOf(f?.module),
    category: Object.hasOwn(CATEGORIES, f?.category) ? f.category : 'unknown',
    self: amount(f?.self),
    total: amount(f?.total),
    samples: known(f?.samples),
    calls: known(f?.calls),
  }));
  const threads = listOf(raw.threads).map((t, index) => ({
    index,
    pid: known(t?.pid),
    tid: known(t?.tid),
    name: textOf(t?.name) || '(no name)',
    start: amount(t?.start_ns),
    end: amount(t?.end_ns),
    cpu: amount(t?.cpu_ns),
  }));
  const nodes = [];
  const places = []; // of the file's nodes among those kept
  for (const [index, n] of listOf(raw.nodes).entries()) {
    const fn = place(n?.function, functions);
    const above = n?.parent === undefined || n.parent === null ? -1 : places[n.parent];
    if (fn === undefined || above === undefined || above >= nodes.length) continue;
    places[index] = nodes.length;
    nodes.push({
      fn,
      above,
      thread: place(n.thread, threads) ?? -1,
      self: amount(n.self),
      samples: amount(n.samples),
    });
  }
  const edges = listOf(raw.edges)
    .filter((e) => place(e?.caller, functions) !== undefined && place(e?.callee, functions) !== undefined)
    .map((e) => ({
      caller: e.caller,
      callee: e.callee,
      total: amount(e.total),
      calls: known(e.calls),
    }));
  const lanes = listOf(raw.lanes).map((lane) => ({
    name: textOf(lane?.name) || '(no name)',
    gpu: lane?.category === 'gpu',
    spans: listOf(lane?.spans)
      .map((span) => ({
        name: textOf(span?.name) || '(no name)',
        category: ['compute', 'copy', 'wait', 'call'].includes(span?.category) ? span.category : 'compute',
        start: amount(span?.start_ns),
        ns: amount(span?.ns),
        bytes: known(span?.bytes),
      }))
      .sort((a, b) => a.start - b.start),
  }));
  // What shares are of: a GPU's functions of the time that it worked, all others of the CPU's. The two go on
  // side by side, and only what stands for both is of their sum.
  const sum = (of) => functions.filter(of).reduce((all, f) => all + f.self, 0);
  const gpu = sum((f) => f.category === 'gpu');
  const cpu = sum((f) => f.category !== 'gpu');
  const wholes = { gpu, root: cpu + gpu };
  const how = raw.how ?? {};
  return {
    raw,
    how,
    functions,
    threads,
    nodes,
    edges,
    lanes,
    imbalance: { times: amount(raw.imbalance?.times), count: amount(raw.imbalance?.count), busiest: place(raw.imbalance?.busiest, threads) },
    verdict: { text: textOf(raw.verdict?.text), f: functions[place(raw.verdict?.function, functions)] },
    variant: textOf(raw.variant) || '(no name)',
    engine: textOf(raw.engine),
    unit: raw.unit === 'instructions' ? 'instructions' : 'ns',
    unitWord: raw.unit === 'instructions' ? 'instructions' : 'time',
    total: cpu + gpu,
    gpu,
    share: (weight, category) => weight / ((wholes[category] ?? cpu) || 1),
    onlyCalls: raw.engine === 'trace' && cpu + gpu === 0,
    callsScaled: Number.isFinite(how.counts?.scale) && how.counts.scale !== 1,
  };
}

// A profile that is read when it is first wanted, and what can be told of it until then.
export function profileLater(raw) {
  let read;
  return { variant: textOf(raw.variant) || '(no name)', engine: textOf(raw.engine), hasStacks: listOf(raw.nodes).length > 0,
    read: () => (read ??= readProfile(raw)) };
}

function newNode(parent, fn, name, category) {
  return {
    parent,
    fn,
    name,
    category,
    self: 0,
    total: 0,
    samples: 0,
    nodes: 1,
    children: [],
    depth: parent ? parent.depth + 1 : 0,
  };
}

export const EMPTY = { root: newNode(null, -1, '', 'root'), all: [], depth: 0 };

// The calling contexts as one tree under a node for all of them.
//   apart   each thread's contexts under a node of their own
//   root    a function: only what is below it, all its calls merged (a recursion's inner calls
//           stay below the outer one, so that nothing is counted twice)
export function treeOf(profile, { apart = false, root: fn = undefined } = {}) {
  const rooted = fn !== undefined && !apart ? profile.functions[fn] : undefined;
  const root = rooted
    ? newNode(null, fn, rooted.name, rooted.category)
    : newNode(null, -1, `all of ${profile.variant}`, 'root');
  const all = [root];
  const places = new Map();
  const below = (parent, key, name, category, index) => {
    let children = places.get(parent);
    if (!children) places.set(parent, (children = new Map()));
    let node = children.get(key);
    if (!node) {
      children.set(key, (node = newNode(parent, index, name, category)));
      parent.children.push(node);
      all.push(node);
    }
    return node;
  };
  const made = [];
  for (const { fn: own, above, thread, self, samples } of profile.nodes) {
    let parent = above < 0 ? undefined : made[above];
    if (!parent && (fn === undefined || own === fn)) {
      parent = root;
      if (apart) {
        const t = profile.threads[thread];
        parent = below(root, `t${thread}`, t ? `${t.name} ${t.tid ?? ''}` : 'no thread', 'root', -1);
      }
    }
    if (!parent) {
      made.push(undefined);
      continue;
    }
    const { name, category } = profile.functions[own];
    const node = rooted && !(above >= 0 && made[above]) ? root : below(parent, own, name, category, own);
    node.self += self;
    node.samples += samples;
    made.push(node);
  }
  for (let i = all.length - 1; i >= 0; i--) {
    const node = all[i];
    node.total += node.self;
    node.children.sort((a, b) => b.total - a.total);
    if (!node.parent) continue;
    node.parent.total += node.total;
    node.parent.nodes += node.nodes;
  }
  return { root, all, depth: all.reduce((most, node) => Math.max(most, node.depth), 0) };
}

const DEEPEST = 200; // rows below the focus

// Places for what can be seen: the focus as wide as all there is, its callers as wide above it, and below it
// each node that has at least `least` of the width. Positions from 0 to 1. `hidden` nodes are too small.
export function layout(focus, least) {
  const tiles = [];
  for (let node = focus.parent; node; node = node.parent)
    tiles.unshift({ node, row: node.depth, x0: 0, x1: 1, above: true });
  const waiting = [{ node: focus, row: focus.depth, x0: 0, x1: 1 }];
  let hidden = 0;
  while (waiting.length) {
    const tile = waiting.pop();
    tiles.push(tile);
    let x0 = tile.x0;
    for (const child of tile.node.children) {
      const wide = focus.total ? child.total / focus.total : 0;
      if (wide < least || wide === 0 || tile.row - focus.depth === DEEPEST) {
        hidden += child.nodes;
        continue;
      }
      waiting.push({ node: child, row: tile.row + 1, x0, x1: x0 + wide });
      x0 += wide;
    }
  }
  return { tiles, hidden };
}

// The same function in another variant: own code is in another program there.
export const same = (f) => (f.category === 'own' ? 'own' : 'other') + '\n' + f.name;

// Puts on every node and on every function what share it has in the other profile, and how many
// points that is less: change = share here − share there.
export function compare(profile, tree, other, otherTree) {
  const key = (of, node) => (node.fn < 0 ? '\n' + node.category : same(of.functions[node.fn]));
  const twins = new Map([[tree.root, otherTree.root]]);
  const maps = new Map();
  const childOf = (node, wanted) => {
    if (!maps.has(node)) {
      const map = new Map();
      for (const child of node.children) {
        const name = key(other, child);
        if (!map.has(name)) map.set(name, child);
      }
      maps.set(node, map);
    }
    return maps.get(node).get(wanted);
  };
  for (const node of tree.all) {
    if (node.parent) {
      const above = twins.get(node.parent);
      twins.set(node, above && childOf(above, key(profile, node)));
    }
    const twin = twins.get(node);
    node.there = twin ? other.share(twin.total, twin.category) : 0;
    node.change = profile.share(node.total, node.category) - node.there;
    node.isNew = !twin;
  }
}

// Functions of both profiles, the greatest change of share first.
export function changes(profile, other) {
  const rows = new Map();
  for (const [of, side] of [
    [profile, 'here'],
    [other, 'there'],
  ])
    for (const f of of.functions) {
      const row = rows.get(same(f)) ?? {
        name: f.name,
        category: f.category,
        here: 0,
        there: 0,
        hereWeight: undefined,
        thereWeight: undefined,
      };
      row[side] = Math.max(row[side], of.share(f.total, f.category));
      row[`${side}Weight`] = Math.max(row[`${side}Weight`] ?? 0, f.total);
      rows.set(same(f), row);
    }
  return [...rows.values()].sort((a, b) => Math.abs(b.here - b.there) - Math.abs(a.here - a.there));
}
