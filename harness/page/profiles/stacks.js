// Where the time goes: the calling contexts as an icicle, as a sunburst, or against another variant.
import { h, legend } from '../dom.js';
import { byCategory, sentence } from './how.js';
import { drawIcicle, ROW, rowsWorthSeeing } from './icicle.js';
import { share, treeOf } from './model.js';
import { button, choice, lateFigures, onWidth, radios } from './parts.js';
import { drawSunburst } from './sunburst.js';
import { tileChart } from './tiles.js';
import { CATEGORIES, count, percent, points, weight } from './words.js';

const ROWS = 32; // an icicle that is deeper scrolls in its box
const LEAST_TOLD = 0.005; // the share that a context needs to be among the figures
const MOST_TOLD = 500;
const WIDEST = 560; // a sunburst

const FIGURES = [{ name: 'function' }, ...['self', 'self %', 'total', 'total %'].map((name) => ({ name, right: true }))];

const colour = (name, words) => [h('i', { class: `key ${name}`, 'aria-hidden': 'true' }), words];

// For profiles without whole stacks.
const withoutStacks = (profile) => h('div', null,
  h('p', { class: 'empty' }, `${profile.engine || 'This engine'} knows functions and who calls whom, but no whole ` +
    'stacks: there is no icicle of this profile.'),
  byCategory(profile));

// Returns { element, rootAt }: rootAt(function) shows what is below it alone, rootAt() all again. `first` is the index
// in profile.against of the default to compare with.
export function stacks(profile, first) {
  if (!profile.nodes.length) return { element: withoutStacks(profile) };

  const state = { view: 'icicle', apart: false, root: undefined, against: first };
  let changes; // by kind and name, where it is compared
  let tree, focus;

  const part = (node) => share(profile, node.total, node.category);
  const selfPart = (node) => share(profile, node.self, node.category);
  const differs = () => state.view === 'differential';
  const against = () => profile.against[state.against];
  const changeOf = (node) => changes.get(`${node.category} ${node.name}`);
  const there = (value) => (value === undefined ? 'not there' : percent(value));
  const moved = ({ change, error }) => points(change) + (error > 0 ? ` ± ${(100 * error).toFixed(1)}` : '');

  function words(node) {
    const f = profile.functions[node.fn];
    const change = differs() && changeOf(node);
    return { title: node.name, facts: [
      f && ['module', f.module || 'unknown'],
      f && ['kind', CATEGORIES[f.category]],
      ['total', `${weight(profile, node.total)}, ${percent(part(node))}`],
      ['self', `${weight(profile, node.self)}, ${percent(selfPart(node))}`],
      (focus !== tree.root || state.root !== undefined) && ['of what is shown', percent(node.total / (focus.total || 1))],
      change && [`self of all its calls in ${against().variant}`, there(change.before)],
      change && ['self of all its calls here', there(change.after)],
      change && ['change', `${moved(change)} points`],
      node.samples > 0 && ['samples of self', count(node.samples)],
      f?.calls_text && ['calls, from anywhere', f.calls_text],
    ] };
  }
  const label = (node) => [node.name, CATEGORIES[node.category], percent(part(node)),
    differs() && changeOf(node) && `${points(changeOf(node).change)} points`].filter(Boolean).join(', ');

  const crumbs = h('nav', { class: 'crumbs', 'aria-label': 'Zoomed to' });
  const colours = h('div', { class: 'colours' });
  const picture = h('div', { class: 'picture' });
  const callees = h('ol', { class: 'callees' });
  const note = h('p', { class: 'caption' });
  const told = h('div');
  const chooser = h('div');
  const lead = h('p');
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

  // Makes the tree of everything, or of one function.
  function plant() {
    tree = treeOf(profile, { apart: state.apart && !differs(), root: state.root });
    focus = tree.root;
    apart.disabled = differs();
    chooser.replaceChildren();
    lead.replaceChildren(...(differs() ? sentence(against().text) : []));
    lead.hidden = !differs();
    if (differs()) compare();
    colours.replaceChildren(differs() ? scale() : byCategory(profile));
    told.replaceChildren(lateFigures(differs() ? changeFigures : contextFigures));
    draw();
  }

  function compare() {
    changes = new Map(against().changes.map((row) => [`${row.category} ${row.name}`, row]));
    chooser.append(choice('against', profile.against.map(({ variant }, i) => [`${i}`, variant]), `${state.against}`,
      (i) => {
        state.against = Number(i);
        plant();
        chooser.querySelector('select').focus();
      }));
  }

  const scale = () => legend(colour('less', `a smaller share than in ${against().variant}`), colour('even', 'about the same'),
    colour('more', 'a greater share'));

  function draw() {
    const room = Math.floor(picture.parentElement.clientWidth);
    if (!room) return;
    const round = state.view === 'sunburst';
    picture.classList.toggle('round', round);
    // The height doesn't depend on zooming, so nothing below moves.
    const rows = Math.min(rowsWorthSeeing(tree, room), ROWS);
    const size = Math.min(room, WIDEST);
    picture.style.height = `${round ? size : rows * ROW + 1}px`;
    picture.style.overflowY = round ? 'visible' : rows <= tree.depth ? 'scroll' : 'hidden';
    const width = round ? size : Math.floor(picture.clientWidth); // beside a bar to scroll with
    const hidden = round ? drawSunburst(tiles, { profile, focus, width })
      : drawIcicle(tiles, { tree, focus, width, changeOf: differs() ? changeOf : undefined });
    picture.scrollTop = Math.max(0, focus.depth - 3) * ROW;
    callees.hidden = !round;
    callees.replaceChildren(...(round ? listOfCallees() : []));
    note.textContent = [
      differs() && `Width: share of ${profile.variant}. Colour and number: by how many points the function's self, of all ` +
        `its calls, is more or less than in ${against().variant}.`,
      profile.whole.gpu > 0 && 'Percentages are of what the GPU did for its functions, of the CPU’s time for all others.',
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
    const { variant } = against();
    const known = (value, words) => (value === undefined ? '–' : words);
    const columns = [`self % in ${variant}`, `self % in ${profile.variant}`, 'change, points', '±', `self in ${variant}`,
      `self in ${profile.variant}`];
    return [`What moved from ${variant} to ${profile.variant}, the greatest change first; self is for the same amount of text`,
      [FIGURES[0], ...columns.map((name) => ({ name, right: true }))],
      against().changes.map((row) => [h('span', { class: 'code' }, row.name), there(row.before), there(row.after),
        points(row.change), known(row.error, (100 * row.error).toFixed(1)), weight(profile, row.before_self),
        weight(profile, row.after_self)])];
  }

  const views = [['icicle', 'Icicle'], ['sunburst', 'Sunburst'], ['differential', 'Differential']];
  const element = h('div', { class: 'stacks' },
    h('div', { class: 'controls' },
      h('div', { class: 'group' },
        radios('View', profile.against.length ? views : views.slice(0, 2), state.view, (view) => { state.view = view; plant(); }),
        chooser,
        profile.threads.length > 1 && h('label', { class: 'choice' }, apart, 'threads apart')),
      button('Reset', () => rootAt())),
    lead, crumbs, colours, h('div', { class: 'drawing' }, picture, callees), note, told);
  plant();
  onWidth(element, draw);
  return { element, rootAt };
}
