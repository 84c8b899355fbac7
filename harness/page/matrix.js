// How fast each engine is at each pattern, of a run with patterns of the reader's own.
import { caption, heading } from './dom.js';
import { full } from './tables.js';

export function matrix(section, { figures: { tables, captions } }) {
  const table = tables.find(({ part }) => part === 'matrix');
  if (!table) {
    section.remove();
    return;
  }
  heading(section, 'matrix-title', 'Pattern by engine');
  caption(section, captions.matrix);
  section.append(full(table, false));
  caption(section, captions.matrix_reasons);
  caption(section, captions.matrix_runs);
}
