// The page's first section: where the time goes inside the run's landmarks.
import { h, heading, legend, prose } from '../dom.js';
import { otherText, sentence } from './how.js';
import { drawIcicle, ROW } from './icicle.js';
import { outline } from './outline.js';
import { onWidth } from './parts.js';
import { tileChart } from './tiles.js';
import { CATEGORIES, duration, percent, significant, weight } from './words.js';

const SEEN = 10; // pixels: a row of narrower tiles is not worth its height

function picture(profile, choose) {
  const tree = outline(profile);
  const of = (node) => profile.functions[node.fn];
  const tiles = tileChart(`Where the time of ${profile.variant} goes`, {
    words: (node) => ({ title: node.name, facts: [
      node.name === 'kernel' && ['from', of(node)?.name],
      of(node) && ['kind', CATEGORIES[node.category]],
      ['total', `${weight(profile, node.total)}, ${percent(node.part)}`],
      ['self', `${weight(profile, node.self)}, ${percent(node.self / (tree.root.total || 1))}`]] }),
    label: (node) => [...new Set([node.name, CATEGORIES[node.category], percent(node.part)])].filter(Boolean).join(', '),
    zoom: choose,
    reset: () => {},
  });
  const box = h('div', { class: 'picture' }, tiles.chart);
  onWidth(box, (width) => {
    const depth = tree.all.reduce((most, node) => (node.part * width >= SEEN ? Math.max(most, node.depth) : most), 0);
    drawIcicle(tiles, { tree: { ...tree, depth }, focus: tree.root, width });
    box.style.height = `${(depth + 1) * ROW}px`;
  });
  return box;
}

// `choose(variant)` shows a variant's whole profile, further down.
export function opening(section, { figures, rows, profiles: { list, why }, results }, choose) {
  heading(section, 'opening-title', 'Profile first');
  section.classList.add('profiles');
  const landmarks = figures.landmarks.map(({ row, over_first: gain }) => ({ ...rows[row], gain }));
  const [first] = landmarks;
  const shown = landmarks.map((row) => [row, list.find(({ variant }) => variant === row.name)]).filter(([, profile]) => profile);
  if (!shown.length) {
    section.append(h('p', { class: 'empty' }, sentence(why ?? (landmarks.length ?
      `No profiles of this run’s variants were made: \`./harness profile ${landmarks.map(({ name }) => name).join(' ')}\` makes them.`
      : 'No variant was measured, so none was profiled.'))));
    return;
  }
  const kinds = Object.keys(CATEGORIES).filter((kind) =>
    shown.some(([, profile]) => profile.functions.some(({ category }) => category === kind)));
  const unit = shown.every(([, profile]) => profile.unit === 'ns') ? 'time' : 'instructions';
  section.append(
    h('p', { class: 'caption' }, `Each picture is all of a variant’s ${unit}, as a profiler saw it. A box is a function, as wide as its share; `,
      'the boxes below it are what it calls. Watch the bottleneck change from the first variant to the fastest.'),
    h('div', { class: 'colours' }, legend(...kinds.map((kind) => [h('i', { class: `key ${kind}`, 'aria-hidden': 'true' }), CATEGORIES[kind]]))),
    ...shown.map(([row, profile]) => h('article', { class: 'landmark' },
      h('h3', null, h('span', null, row.name), h('span', { class: 'time' }, duration(row.median_ns),
        row.gain && `, ${significant(row.gain)} times as fast as ${first.name}`)),
      h('p', { class: 'verdict-line' }, sentence(prose(profile.seen))), otherText(profile, results.data.path),
      profile.started < results.started && h('p', { class: 'caption' }, `Profiled before this run: ${profile.started}.`),
      picture(profile, () => choose(row.name)))),
    h('p', { class: 'caption' }, 'All functions, who calls whom, and how this was obtained: ',
      h('a', { href: '#profiles-section' }, 'Profiles'), '.'));
}
