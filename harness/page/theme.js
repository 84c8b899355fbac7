// Light or dark: as the system is set, until the reader chooses. The choice is kept if that is allowed.
import { byId } from './dom.js';

const KEY = 'bottleneck-first-theme';
const system = matchMedia('(prefers-color-scheme: dark)');
const button = byId('theme');

function kept() {
  try { return localStorage.getItem(KEY); } catch { return null; }
}

function set(theme) {
  document.documentElement.dataset.theme = theme;
  button.textContent = theme === 'dark' ? 'Light' : 'Dark';
  button.setAttribute('aria-label', `Change to ${theme === 'dark' ? 'light' : 'dark'} colours`);
}

export function theme() {
  let chosen = kept();
  set(chosen ?? (system.matches ? 'dark' : 'light'));
  system.addEventListener('change', () => { if (!chosen) set(system.matches ? 'dark' : 'light'); });
  button.addEventListener('click', () => {
    chosen = document.documentElement.dataset.theme === 'dark' ? 'light' : 'dark';
    set(chosen);
    try { localStorage.setItem(KEY, chosen); } catch { /* not kept, then */ }
  });
}
