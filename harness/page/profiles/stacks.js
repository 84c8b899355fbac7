// Where the time goes: the calling contexts as an icicle, as a sunburst, or against another variant.
import { h, legend } from '../dom.js';
import { byCategory } from './how.js';
import { drawIcicle, ROW, rowsWorthSeeing } from './icicle.js';
import { changes, compare, EMPTY, same, treeOf } from './model.js';
import { button, choice, lateFigures, onWidth, radios } from './parts.js';
import { drawSunburst } from './sunburst.js';
import { tileChart } from './tiles.js';
import { calls, CATEGORIES, count, percent, points, weight } from './words.js';

const ROWS = 32; // an icicle that is deeper scrolls in its box
const LEAST_TOLD = 0.005; // the share that a context needs to be among the figures
const MOST_TOLD = 500;
const WIDEST = 560; // a sunburst

const FIGURES = [{ name: 'function' }, ...['self', 'self %', 'total', 'total %'].map((name) => ({ name, right: true }))];

const colour = (name, words) => [h('i', { class: `key ${name}`, 'aria-hidden': 'true' }), words];

// Where there are no whole stacks.
const withoutStacks = (profile) => h('div', null,
  h('p', { class: 'empty' }, `${profile.engine || 'This engine'} knows functions and who calls whom, but no whole ` +
    'stacks: there is no icicle of this profile.'),
  byCategory(profile));

// Returns { element, rootAt }: rootAt(function) shows what is below it alone, rootAt() all again.
// The others are profileLater()s (model.js); `first` of them is the one to be compared with, if nothing else is
// chosen.
export function stacks(profile, others, first = 0) {
  if (!profile.nodes.length) return { element: withoutStacks(profile) };

  const state = { view: 'icicle', apart: false, root: undefined, against: first };
  let other; // that is compared with
  let tree, focus;

  const part = (node) => profile.share(node.total, node.category);
  const selfPart = (node) => profile.share(node.self, node.category);
  const differs = () => state.view === 'differential';

  function words(node) {
    const f = profile.functions[node.fn];
    return { title: node.name, facts: [
      f && ['module', f.module || 'unknown'],
      f && ['kind', CATEGORIES[f.category]],
      ['total', `${weight(profile, node.total)}, ${percent(part(node))}`],
      ['self', `${weight(profile, node.self)}, ${percent(selfPart(node))}`],
      focus.total < profile.total && ['of what is shown', percent(node.total / (focus.total || 1))],
      differs() && [`in ${other.variant}`, node.isNew ? 'not there' : percent(node.there)],
      differs() && ['change', `${points(node.change)} points`],
      node.samples > 0 && ['samples of self', count(node.samples)],
      f?.calls !== undefined && ['calls, from anywhere', calls(profile, f.calls)],
    ] };
  }
  const label = (node) => [node.name, CATEGORIES[node.category], percent(part(node)),
    differs() && `${points(node.change)} points`].filter(Boolean).join(', ');

  const crumbs = h('nav', { class: 'crumbs', 'aria-label': 'Zoomed to' });
  const colours = h('div', { class: 'colours' });
  const picture = h('div', { class: 'picture' });
  const callees = h('ol', { class: 'callees' });
  const note = h('p', { class: 'caption' });
  const told = h('div');
  const against = h('div');
  const apart = h('input', { type: 'checkbox', on: { change: () => { state.apart = apart.checked; plant(); } } });
  const tiles = tileChart(`Calling contexts of ${profile.variant}`, { words, label,
    zoom: (node) => zoom(node === focus && state.view === 'sunburst' ? node.parent : node),
    reset: () => zoom(tree.root) });
  picture.append(tiles.chart);

  function zoom(node) {
    if (!node) return;
    focus = node;
    draw();
  }

  function rootAt(fn) {
    state.root = fn;
    plant();
  }

  // Another tree: of all, or of one function.
  function plant() {
    tree = treeOf(profile, { apart: state.apart && !differs(), root: state.root });
    focus = tree.root;
    apart.disabled = differs();
    against.replaceChildren();
    if (differs()) compareOthers();
    colours.replaceChildren(differs() ? scale() : byCategory(profile));
    told.replaceChildren(lateFigures(differs() ? changeFigures : contextFigures));
    draw();
  }

  function compareOthers() {
    other = others[state.against].read();
    const wanted = state.root !== undefined && same(profile.functions[state.root]);
    const there = wanted ? other.functions.findIndex((f) => same(f) === wanted) : undefined;
    compare(profile, tree, other, there === -1 ? EMPTY : treeOf(other, { root: there }));
    against.append(choice('against', others.map((each, i) => [`${i}`, each.variant]), `${state.against}`,
      (i) => {
        state.against = Number(i);
        plant();
        against.querySelector('select').focus();
      }));
  }

  function scale() {
    const { variant, unit, unitWord } = other;
    return legend(colour('less', `a smaller share than in ${variant}`), colour('even', 'the same'),
      colour('more', 'a greater share'),
      ...(unit === profile.unit ? [] : [['', `${profile.unitWord} here, ${unitWord} there`]]));
  }

  function draw() {
    const room = Math.floor(picture.parentElement.clientWidth);
    if (!room) return;
    const round = state.view === 'sunburst';
    picture.classList.toggle('round', round);
    // The same height whatever is zoomed: nothing below moves.
    const rows = Math.min(rowsWorthSeeing(tree, room), ROWS);
    const size = Math.min(room, WIDEST);
    picture.style.height = `${round ? size : rows * ROW + 1}px`;
    picture.style.overflowY = round ? 'visible' : rows <= tree.depth ? 'scroll' : 'hidden';
    const width = round ? size : Math.floor(picture.clientWidth); // beside a bar to scroll with
    const hidden = round ? drawSunburst(tiles, { profile, focus, width })
      : drawIcicle(tiles, { tree, focus, width, differential: differs() });
    picture.scrollTop = Math.max(0, focus.depth - 3) * ROW;
    callees.hidden = !round;
    callees.replaceChildren(...(round ? listOfCallees() : []));
    note.textContent = [
      differs() && `Width: share of ${profile.variant}. Colour and number: points more or fewer than in ` +
        `${other.variant}, in the same place.`,
      profile.gpu > 0 && 'Percentages are of what the GPU did for its functions, of the CPU’s time for all others.',
      hidden > 0 && `${count(hidden)} contexts are too small to be seen.`,
      `A click or Enter zooms in, ${round ? 'the middle out again, ' : ''}arrows go on, Escape shows all.`,
    ].filter(Boolean).join(' ');
    crumbs.replaceChildren(h('ol', null, path()));
  }

  function listOfCallees() {
    const title = h('li', { class: 'soft' }, focus.children.length ? `${focus.name} is made of` : `${focus.name} calls nothing`);
    return [title, ...focus.children.slice(0, 12).map((node) => h('li', null,
      button(node.name, () => zoom(node), { class: 'link code' }),
      h('span', { class: 'right' }, percent(part(node)))))];
  }

  function path() {
    const nodes = [];
    for (let node = focus; node; node = node.parent) nodes.unshift(node);
    const name = (node) => (node === tree.root && state.root !== undefined ? `${node.name}, all its calls` : node.name);
    const shown = nodes.length > 5 ? [nodes[0], null, ...nodes.slice(-3)] : nodes;
    const items = shown.map((node) => h('li', null, node === null ? '…'
      : node === focus ? h('span', { 'aria-current': 'true' }, name(node))
        : button(name(node), () => zoom(node), { class: 'link' })));
    if (state.root !== undefined)
      items.unshift(h('li', null, button('everything', () => rootAt(), { class: 'link' })));
    return items;
  }

  function contextFigures() {
    const rows = [];
    const waiting = [tree.root];
    while (waiting.length && rows.length < MOST_TOLD) {
      const node = waiting.pop();
      rows.push([h('span', { class: 'code' }, `${'· '.repeat(Math.min(node.depth, 50))}${node.name}`),
        weight(profile, node.self), percent(selfPart(node)), weight(profile, node.total), percent(part(node))]);
      waiting.push(...node.children.filter((child) => part(child) >= LEAST_TOLD).reverse());
    }
    return [`Calling contexts of ${profile.variant} with at least ${percent(LEAST_TOLD)}`, FIGURES, rows];
  }

  function changeFigures() {
    const known = (weight, words) => (weight === undefined ? 'not there' : words);
    const columns = [`share in ${other.variant}`, `share in ${profile.variant}`, 'change, points',
      `in ${other.variant}`, `in ${profile.variant}`];
    return [`Functions of ${profile.variant} and ${other.variant}, the greatest change first`,
      [FIGURES[0], ...columns.map((name) => ({ name, right: true }))],
      changes(profile, other).slice(0, MOST_TOLD).map((row) => [h('span', { class: 'code' }, row.name),
        known(row.thereWeight, percent(row.there)), known(row.hereWeight, percent(row.here)),
        points(row.here - row.there), weight(other, row.thereWeight), weight(profile, row.hereWeight)])];
  }

  const views = [['icicle', 'Icicle'], ['sunburst', 'Sunburst'], ['differential', 'Differential']];
  const element = h('div', { class: 'stacks' },
    h('div', { class: 'controls' },
      h('div', { class: 'group' },
        radios('View', others.length ? views : views.slice(0, 2), state.view, (view) => { state.view = view; plant(); }),
        against,
        profile.threads.length > 1 && h('label', { class: 'choice' }, apart, 'threads apart')),
      button('Reset', () => rootAt())),
    crumbs, colours, h('div', { class: 'drawing' }, picture, callees), note, told);
  plant();
  onWidth(element, draw);
  return { element, rootAt };
}
