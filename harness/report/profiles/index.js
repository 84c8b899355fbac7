// Section "Profiles": in place of the real one until that is merged.
export function profiles(section, list) {
  const line = document.createElement('p');
  line.textContent = list.length ? `${list.length} profiles` : 'No profiles were made.';
  section.append(line);
}
