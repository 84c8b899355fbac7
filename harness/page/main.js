// The page: reads the data that the harness embedded, and fills the sections from top to bottom.
import { byId, h, heading } from './dom.js';
import { head } from './head.js';
import { ledger } from './ledger.js';
import { lesson } from './lesson.js';
import { matrix } from './matrix.js';
import { read } from './model.js';
import { peers } from './peers.js';
import { profiles } from './profiles/index.js';
import { opening } from './profiles/opening.js';
import { samples } from './samples.js';
import { stages } from './stages.js';
import { story } from './story.js';
import { sweep } from './sweep.js';
import { tables } from './tables.js';
import { theme } from './theme.js';
import { trap } from './trap.js';

function contents() {
  byId('contents').append(h('ul', null, [...document.querySelectorAll('main h2')].map((title) =>
    h('li', null, h('a', { href: `#${title.closest('section').id}` }, title.textContent)))));
}

// If one part can't be drawn, the others still are.
function draw(id, part, ...given) {
  const section = byId(id);
  try {
    part(section, ...given);
  } catch (error) {
    section.append(h('p', { class: 'empty' }, 'This part could not be drawn.'));
    console.error(error);
  }
}

theme();
const model = read();
if (model) {
  let choose;
  head(model);
  const { try: tried } = model.results; // which has no text, and so no stages
  if (tried) byId('opening').remove();
  else draw('opening', opening, model, (variant) => choose?.(variant));
  draw('lesson', lesson, model);
  draw('story', story, model);
  draw('ledger', ledger, model);
  draw('matrix', matrix, model);
  if (tried) byId('stages').remove();
  else draw('stages', stages, model);
  draw('samples', samples, model);
  draw('sweep', sweep, model);
  draw('peers', peers, model);
  draw('profiles-section', (section) => {
    if (tried || !model.profiles.list.length) {
      section.remove();
      return;
    }
    heading(section, 'profiles-title', 'Profiles');
    choose = profiles(section, model.profiles.list, model.rows, model.results.data.path);
  });
  draw('trap', trap, model);
  draw('tables', tables, model);
  contents();
  byId('made').textContent = `Made by bottleneck-first from ${model.figures.file}, revision ` +
    `${model.results.build.revision ?? 'unknown'}. Charts with d3. Everything shown is in this file.`;
} else {
  byId('main').append(h('p', { class: 'empty' }, 'There is no run in this page: it is the template. ./harness report fills it.'));
}
