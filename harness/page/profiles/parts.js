// Small parts that several of the profiles' views are made of.
import { figures, h } from '../dom.js';
import { hideTip, showTip } from '../tip.js';

let lastId = 0;

// An id that no other element has.
export const freshId = (stem) => `profile-${stem}-${++lastId}`;

export const button = (text, click, attributes) =>
  h('button', { type: 'button', on: { click }, ...attributes }, text);

// A labelled select; options are [value, text].
export function choice(label, options, chosen, pick) {
  const select = h(
    'select',
    { on: { change: () => pick(select.value) } },
    options.map(([value, text]) => h('option', { value, selected: value === chosen }, text)),
  );
  return h('label', { class: 'choice' }, h('span', null, label), select);
}

// Radio buttons that look like one bar; options are [value, text].
export function radios(legend, options, chosen, pick) {
  const name = freshId('radio');
  return h(
    'fieldset',
    { class: 'switch' },
    h('legend', { class: 'unseen' }, legend),
    options.map(([value, text]) =>
      h(
        'label',
        null,
        h('input', { type: 'radio', name, value, checked: value === chosen, on: { change: () => pick(value) } }),
        text,
      ),
    ),
  );
}

// The figures of a chart, made only once somebody opens them: `make` returns the arguments of figures().
export function lateFigures(make) {
  const empty = figures('', [{ name: '' }], []);
  empty.lastChild.remove();
  empty.addEventListener('toggle', () => {
    if (empty.open && empty.childElementCount === 1) empty.append(figures(...make()).lastChild);
  });
  return empty;
}

// Calls draw(width) whenever the element gets another width, for the first time when it has one.
export function onWidth(element, draw) {
  let width = 0;
  new ResizeObserver(() => {
    const now = Math.floor(element.clientWidth);
    if (now === width || now === 0) return;
    width = now;
    draw(width);
  }).observe(element);
}

// The tip of what `find(target)` knows among the elements under `root`: beside the pointer, as some of them
// are as wide as the page, or at what has the keyboard's focus. `words` gives showTip() its words.
export function tips(root, find, words) {
  root.addEventListener('pointermove', (event) => {
    const found = event.pointerType === 'touch' ? undefined : find(event.target);
    const at = { getBoundingClientRect: () => new DOMRect(event.clientX, event.clientY - 8, 0, 24) };
    if (found) showTip(at, words(found));
    else hideTip();
  });
  root.addEventListener('pointerleave', hideTip);
  root.addEventListener('focusin', (event) => {
    const found = find(event.target);
    if (found && event.target.matches(':focus-visible')) showTip(event.target, words(found));
  });
  root.addEventListener('focusout', hideTip);
}

// For d3-zoom: the page scrolls on under the wheel until somebody has picked the picture up, by a click or by
// the keyboard; and under one finger.
export function zoomFilter(picture) {
  let picked = false;
  picture.addEventListener('pointerdown', () => { picked = true; });
  picture.addEventListener('pointerleave', () => { picked = false; });
  return (event) => (event.type === 'wheel' ? event.ctrlKey || picked || picture.contains(document.activeElement)
    : !event.button && (event.touches?.length ?? 2) > 1);
}
