// What a mark says when it is pointed at or has the focus. The same words are the mark's label, so the
// tip itself is for the eyes alone.
import { byId, h } from './dom.js';

const tip = byId('tip');

function place(target) {
  const box = target.getBoundingClientRect();
  const width = document.documentElement.clientWidth;
  const left = box.left + box.width / 2 - tip.offsetWidth / 2;
  const above = box.top - tip.offsetHeight - 10;
  tip.style.left = `${Math.max(8, Math.min(left, width - tip.offsetWidth - 8))}px`;
  tip.style.top = `${above >= 8 ? above : box.bottom + 10}px`;
}

const told = (facts) => (facts ?? []).filter((fact) => fact && fact[1]);

export function showTip(target, { title, text, facts }) {
  tip.replaceChildren(h('p', { class: 'tip-title' }, title), text ? h('p', null, text) : '',
    h('dl', null, told(facts).map(([name, value]) => [h('dt', null, name), h('dd', null, value)])));
  tip.hidden = false;
  place(target);
}

export const hideTip = () => { tip.hidden = true; };

const spoken = ({ title, text, facts }) =>
  [title, text, ...told(facts).map(([name, value]) => `${name}: ${value}`)].filter(Boolean).join('. ');

// Marks with a tip and a label: a list of { node, words, area, anchor }. `area` is what can be pointed at,
// `anchor` where the tip goes; both are the node itself unless given. The tab key stops once for all of
// them, at the last that had the focus; from there the arrow keys go on.
export function marks(list) {
  let stop = list[0]?.node;
  const step = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 };
  list.forEach(({ node, words, area = node, anchor = node }, i) => {
    node.setAttribute('role', 'img');
    node.setAttribute('aria-label', spoken(words));
    node.setAttribute('tabindex', i === 0 ? '0' : '-1');
    const show = () => showTip(anchor, words);
    area.addEventListener('pointerenter', show);
    area.addEventListener('pointerleave', hideTip);
    area.addEventListener('click', () => node.focus({ preventScroll: true })); // a finger cannot point
    node.addEventListener('focus', () => {
      stop.setAttribute('tabindex', '-1');
      stop = node;
      stop.setAttribute('tabindex', '0');
      show();
    });
    node.addEventListener('blur', hideTip);
    node.addEventListener('keydown', (event) => {
      const next = event.key === 'Home' ? 0 : event.key === 'End' ? list.length - 1
        : step[event.key] ? i + step[event.key] : -1;
      if (!list[next]) return;
      event.preventDefault();
      list[next].node.focus();
    });
  });
}

document.addEventListener('keydown', (event) => { if (event.key === 'Escape') hideTip(); });
document.addEventListener('scroll', hideTip, { passive: true, capture: true });
