// One box beside the pointer, or beside what has the keyboard's focus. What it says is in the
// element's own label, too, so that it is no news to a screen reader.

import { html } from './dom.js';

export function make_tip() {
  const box = html('div', { class: 'profile-tip', 'aria-hidden': 'true', hidden: true });

  // x and y in the window.
  function show({ title, facts }, x, y) {
    box.replaceChildren(
      html('strong', null, title),
      html(
        'dl',
        null,
        facts.map(([term, text]) => [html('dt', null, term), html('dd', null, text)]),
      ),
    );
    box.hidden = false;
    const { width, height } = box.getBoundingClientRect();
    const right = x + 14 + width > innerWidth;
    box.style.left = `${Math.max(4, right ? x - 14 - width : x + 14)}px`;
    box.style.top = `${Math.max(4, y + 16 + height > innerHeight ? y - 12 - height : y + 16)}px`;
  }
  const hide = () => {
    box.hidden = true;
  };
  addEventListener('scroll', hide, { passive: true, capture: true });
  addEventListener('keydown', (event) => event.key === 'Escape' && hide());

  // Tells of the elements under `root` that `find(target)` knows; `facts_of` gives the words.
  function attach(root, find, facts_of) {
    root.addEventListener('pointermove', (event) => {
      const found = event.pointerType === 'touch' ? undefined : find(event.target);
      if (found) show(facts_of(found), event.clientX, event.clientY);
      else hide();
    });
    root.addEventListener('pointerleave', hide);
    root.addEventListener('focusin', (event) => {
      const found = find(event.target);
      if (!found || !event.target.matches(':focus-visible')) return;
      const { left, bottom, width } = event.target.getBoundingClientRect();
      show(facts_of(found), left + Math.min(width / 2, 120), bottom - 12);
    });
    root.addEventListener('focusout', hide);
  }
  return { box, attach, hide };
}
