// The embedded data: each variant's facts and figures, in the same order (harness/show/page_figures.h). The harness
// wrote all of it, so numbers are numbers; unknown values are null.
export const ACTS = {
  1: 'Everyone has an idea',
  2: 'One core to its limit',
  3: 'All cores',
  4: 'The GPU',
  5: 'From the disk',
  6: 'Several machines',
};
export const OUTCOMES = ['paid', 'wasted', 'cannot pay', 'undecided'];

// As a class of a style sheet.
export const kind = (outcome) => (outcome ?? '').replace(' ', '-');

export function join({ results, figures, profiles = { list: [], why: null } }) {
  const rows = results.variants.map((facts, i) => ({ ...facts, ...figures.rows[i],
    samples: facts.samples.map((sample, j) => ({ ...sample, ...figures.rows[i].samples[j] })) }));
  for (const row of rows) row.parent = rows[row.parent] ?? null;
  return {
    results,
    figures,
    profiles,
    rows,
    rungs: rows.filter((row) => !row.copy_of && !row.apart),
    apart: rows.filter((row) => row.apart),
  };
}

const embedded = (id) => JSON.parse(document.getElementById(id)?.textContent || 'null');

// The data embedded in the page; null in the template.
export function read() {
  const [results, figures, profiles] = ['results', 'figures', 'profiles'].map(embedded);
  return results && figures ? join({ results, figures, profiles }) : null;
}

// Rows by act, in order.
export function acts(rows) {
  const groups = [];
  for (const row of rows) {
    const last = groups[groups.length - 1];
    if (last && last.act === row.act) last.rows.push(row);
    else groups.push({ act: row.act, rows: [row] });
  }
  return groups;
}
