// Where the time goes: the calling contexts as an icicle, a sunburst, or against another variant.

import { button, choice, html, numbers, on_width, radios, table } from './dom.js';
import { by_category } from './how.js';
import { draw_icicle, ROW, rows_worth_seeing } from './icicle.js';
import { changes, compare, EMPTY, same, tree_of } from './model.js';
import { draw_sunburst } from './sunburst.js';
import { tile_chart } from './tiles.js';
import { calls, CATEGORIES, count, percent, points, weight } from './words.js';

const ROWS = 32; // an icicle that is deeper scrolls in its box
const LEAST_TOLD = 0.005; // the share that a context needs to be in the table of numbers

export function stacks(profile, list, tip) {
  const others = list.filter((each) => each !== profile && each.nodes.length);
  const state = { view: 'icicle', apart: false, root: undefined, other: others[0] };
  let tree, focus;

  const share = (node) => node.total / (profile.total || 1);
  const facts = (node) => {
    const f = profile.functions[node.fn];
    const lines = [
      ['total', `${weight(profile, node.total)}, ${percent(share(node))}`],
      ['self', `${weight(profile, node.self)}, ${percent(node.self / (profile.total || 1))}`],
    ];
    if (focus !== node && focus.total < profile.total)
      lines.push(['of what is shown', percent(node.total / (focus.total || 1))]);
    if (state.view === 'differential')
      lines.push(
        [`in ${state.other.variant}`, node.is_new ? 'not there' : percent(node.there)],
        ['change', `${points(node.change)} points`],
      );
    if (node.samples) lines.push(['samples of self', count(node.samples)]);
    if (f) {
      lines.unshift(['module', f.module || 'unknown'], ['kind', CATEGORIES[f.category]]);
      if (f.calls !== undefined) lines.push(['calls, from anywhere', calls(profile, f.calls)]);
    }
    return { title: node.name, facts: lines };
  };
  const words = (node) => {
    const kind = CATEGORIES[node.category] ? `, ${CATEGORIES[node.category]}` : '';
    const change = state.view === 'differential' ? `, ${points(node.change)} points` : '';
    return `${node.name}${kind}, ${percent(share(node))}${change}`;
  };

  const crumbs = html('nav', { class: 'crumbs', 'aria-label': 'Zoomed to' });
  const key = html('div', { class: 'key' });
  const slot = html('div', { class: 'chart' });
  const note = html('p', { class: 'note' });
  const told = html('div');
  const against = html('div', { class: 'against' });
  const apart = html(
    'label',
    { class: 'choice' },
    html('input', {
      type: 'checkbox',
      onchange: (event) => {
        state.apart = event.target.checked;
        plant();
      },
    }),
    html('span', null, 'threads apart'),
  );
  const controls = html(
    'div',
    { class: 'controls' },
    radios(
      'View',
      [
        ['icicle', 'Icicle'],
        ['sunburst', 'Sunburst'],
        ...(others.length ? [['differential', 'Differential']] : []),
      ],
      state.view,
      (view) => {
        state.view = view;
        plant();
      },
    ),
    against,
    profile.threads.length > 1 ? apart : undefined,
    button('Reset', () => root_at(undefined), { class: 'reset' }),
  );

  const tiles = tile_chart(`Calling contexts of ${profile.variant}`, {
    facts,
    words,
    tip,
    zoom: (node) => zoom(node === focus && state.view === 'sunburst' ? node.parent : node),
    reset: () => zoom(tree.root),
  });
  slot.append(tiles.chart);
  const beside = html('ol', { class: 'beside' });

  function zoom(node) {
    if (!node) return;
    focus = node;
    draw();
  }

  // Another tree: of all, or of one function.
  function plant() {
    const differential = state.view === 'differential';
    const options = { apart: state.apart && !differential, root: state.root };
    tree = tree_of(profile, options);
    focus = tree.root;
    against.replaceChildren();
    if (differential) {
      const there =
        state.root === undefined
          ? undefined
          : state.other.functions.findIndex((f) => same(f) === same(profile.functions[state.root]));
      compare(profile, tree, state.other, there === -1 ? EMPTY : tree_of(state.other, { root: there }));
      against.append(
        choice(
          'against',
          others.map((each, i) => [`${i}`, each.variant]),
          `${others.indexOf(state.other)}`,
          (i) => {
            state.other = others[i];
            plant();
            against.querySelector('select').focus();
          },
        ),
      );
    }
    apart.firstChild.disabled = differential;
    key.replaceChildren(differential ? scale(profile, state.other) : by_category(profile));
    told.replaceChildren(numbers(() => (differential ? change_table() : context_table())));
    draw();
  }

  function draw() {
    const width = Math.floor(slot.clientWidth);
    if (!width) return;
    const round = state.view === 'sunburst';
    slot.classList.toggle('round', round);
    // The same height whatever is zoomed: nothing below moves.
    slot.style.height = round ? '' : `${Math.min(rows_worth_seeing(tree, width), ROWS) * ROW + 1}px`;
    const hidden = round
      ? draw_sunburst(tiles, { profile, focus, width: Math.min(width, 560) })
      : draw_icicle(tiles, { tree, focus, width, differential: state.view === 'differential' });
    slot.scrollTop = Math.max(0, focus.depth - 3) * ROW;
    beside.replaceChildren();
    beside.hidden = !round;
    if (round) list_beside();
    note.textContent =
      [
        state.view === 'differential'
          ? `Width: share of ${profile.variant}. Colour and number: ` +
            `points more or fewer than in ${state.other.variant}, in the same place.`
          : '',
        hidden ? `${count(hidden)} contexts are too small to be seen here: zoom in.` : '',
      ]
        .join(' ')
        .trim() || '\u00a0';
    draw_crumbs();
  }

  function list_beside() {
    beside.append(
      ...focus.children.slice(0, 12).map((node) =>
        html(
          'li',
          null,
          button(node.name, () => zoom(node), { class: 'plain' }),
          html('span', { class: 'number' }, percent(share(node))),
        ),
      ),
    );
    if (!focus.children.length) beside.append(html('li', null, 'It calls nothing.'));
  }

  function draw_crumbs() {
    const path = [];
    for (let node = focus; node; node = node.parent) path.unshift(node);
    const shown = path.length > 5 ? [path[0], null, ...path.slice(-3)] : path;
    const items = shown.map((node) => {
      if (!node) return html('li', null, '…');
      const name = node === tree.root && state.root !== undefined ? `${node.name}, all calls` : node.name;
      return html(
        'li',
        null,
        node === focus
          ? html('span', { 'aria-current': 'true' }, name)
          : button(name, () => zoom(node), { class: 'plain' }),
      );
    });
    if (state.root !== undefined)
      items.unshift(
        html(
          'li',
          null,
          button('everything', () => root_at(undefined), { class: 'plain' }),
        ),
      );
    crumbs.replaceChildren(html('ol', null, items));
  }

  function context_table() {
    const rows = [];
    const waiting = [tree.root];
    while (waiting.length) {
      const node = waiting.pop();
      rows.push([
        html('span', { class: 'indented' }, `${'· '.repeat(node.depth)}${node.name}`),
        weight(profile, node.self),
        percent(node.self / (profile.total || 1)),
        weight(profile, node.total),
        percent(share(node)),
      ]);
      waiting.push(...node.children.filter((child) => share(child) >= LEAST_TOLD).reverse());
    }
    return table(
      `Calling contexts of ${profile.variant} with at least ${percent(LEAST_TOLD)}`,
      [
        { title: 'Function' },
        { title: 'Self', number: true },
        { title: 'Self %', number: true },
        { title: 'Total', number: true },
        { title: 'Total %', number: true },
      ],
      rows,
    );
  }

  function change_table() {
    const { variant } = state.other;
    return table(
      `Functions of ${profile.variant} and ${variant}, the greatest change first`,
      [
        { title: 'Function' },
        { title: `Share in ${variant}`, number: true },
        { title: `Share in ${profile.variant}`, number: true },
        { title: 'Change, points', number: true },
        { title: `In ${variant}`, number: true },
        { title: `In ${profile.variant}`, number: true },
      ],
      changes(profile, state.other)
        .slice(0, 100)
        .map((row) => [
          row.name,
          row.there_weight === undefined ? 'not there' : percent(row.there),
          row.here_weight === undefined ? 'not there' : percent(row.here),
          points(row.here - row.there),
          weight(state.other, row.there_weight),
          weight(profile, row.here_weight),
        ]),
    );
  }

  function root_at(fn) {
    state.root = fn;
    plant();
  }

  if (!profile.nodes.length)
    return {
      element: html(
        'div',
        null,
        html(
          'p',
          { class: 'empty' },
          `The engine ${profile.engine} knows ` +
            'functions and who calls whom, but no whole stacks: there is no icicle of this profile.',
        ),
        by_category(profile),
      ),
    };
  const element = html(
    'div',
    { class: 'stacks' },
    controls,
    crumbs,
    key,
    html('div', { class: 'drawing' }, slot, beside),
    note,
    told,
  );
  plant();
  on_width(slot, draw);
  return { element, root_at };
}

function scale(profile, other) {
  return html(
    'ul',
    { class: 'legend', 'aria-label': 'Colours' },
    html('li', null, html('i', { class: 'less' }), `a smaller share than in ${other.variant}`),
    html('li', null, html('i', { class: 'even' }), 'the same'),
    html('li', null, html('i', { class: 'more' }), 'a greater share'),
    profile.unit === other.unit
      ? undefined
      : html('li', null, `${profile.unit_word} here, ${other.unit_word} there`),
  );
}
