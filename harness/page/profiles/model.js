// The trees made of a profile's nodes, and the positions of their tiles. Figures come from the harness
// (harness/profile/show/profile_page.h); here are only positions and sizes.

// How much of the whole a tile is as wide as: a GPU's functions are of the time that it worked, all others of the
// CPU's. The two go on side by side, and only what stands for both is of their sum.
export function share({ whole }, weight, category) {
  const of = category === 'gpu' ? whole.gpu : category === 'root' ? whole.cpu + whole.gpu : whole.cpu;
  return weight / (of || 1);
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
  for (const { function: own, parent: above, thread, self, samples } of profile.nodes) {
    let parent = made[above];
    if (!parent && (fn === undefined || own === fn)) {
      parent = root;
      if (apart) {
        const t = profile.threads[thread];
        parent = below(root, `t${thread}`, t ? `${t.name} ${t.tid}` : 'no thread', 'root', -1);
      }
    }
    if (!parent) {
      made.push(undefined);
      continue;
    }
    const { name, category } = profile.functions[own];
    const node = rooted && !made[above] ? root : below(parent, own, name, category, own);
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

// Positions of visible tiles, from 0 to 1: the focus and its callers have the full width; below are nodes with at least
// `least` of the width. `hidden` counts nodes that are too small.
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
