// The page: reads the data that the harness embedded and fills the sections.
import { profiles } from './profiles/index.js';

const embedded = (id) => JSON.parse(document.getElementById(id)?.textContent || 'null');

const results = embedded('results');
const made = embedded('profiles') ?? [];
document.getElementById('told').textContent = results ? results.started : 'No results.';
const section = document.getElementById('profiles-section');
const title = document.createElement('h2');
title.id = 'profiles-title';
title.textContent = 'Profiles';
section.append(title);
profiles(section, made);
