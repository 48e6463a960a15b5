// search.js: finds functions by parts of their names, with the keyboard alone.

import { element } from './dom.js';
import { countText } from './format.js';

const MOST = 12;

// Every word must occur. What begins a name goes before what stands within one, and what is called often before what
// is not.
export function findFunctions(nodes, text, limit = MOST) {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  if (!words.length) return { found: [], more: 0 };
  const hits = [];
  for (const node of nodes) {
    if (node.outside) continue;
    const id = node.id.toLowerCase();
    if (!words.every((word) => id.includes(word))) continue;
    const label = node.label.toLowerCase();
    const rank = label === words[0] ? 0 : label.startsWith(words[0]) ? 1 : label.includes(words[0]) ? 2 : 3;
    hits.push({ node, rank });
  }
  hits.sort((a, b) => a.rank - b.rank || b.node.calls - a.node.calls || a.node.index - b.node.index);
  return { found: hits.slice(0, limit).map((hit) => hit.node), more: Math.max(0, hits.length - limit) };
}

// `choose(node)` is called for what the visitor picks.
export function createSearch(input, list, nodes, choose) {
  let found = [];
  let at = -1;

  const close = () => {
    list.hidden = true;
    input.setAttribute('aria-expanded', 'false');
    input.removeAttribute('aria-activedescendant');
  };
  const mark = (place) => {
    at = place;
    [...list.children].forEach((item, i) => item.setAttribute('aria-selected', String(i === at)));
    if (at >= 0) input.setAttribute('aria-activedescendant', `found-${at}`);
    list.children[at]?.scrollIntoView({ block: 'nearest' });
  };
  const pick = (node) => {
    close();
    input.value = '';
    choose(node);
  };
  const update = () => {
    const result = findFunctions(nodes, input.value);
    found = result.found;
    list.replaceChildren(
      ...found.map((node, i) =>
        element('li', { role: 'option', id: `found-${i}`, onpointerdown: (event) => (event.preventDefault(), pick(node)) },
          element('span', { class: 'name' }, node.label),
          element('span', { class: 'where' }, node.module || node.file),
          element('span', { class: 'count' }, node.calls ? countText(node.calls) : 'never called'))),
    );
    if (!found.length && input.value.trim()) list.append(element('li', { class: 'note', role: 'presentation' }, 'No function has this in its name'));
    if (result.more) list.append(element('li', { class: 'note', role: 'presentation' }, `${countText(result.more)} more`));
    list.hidden = !list.children.length;
    input.setAttribute('aria-expanded', String(!list.hidden));
    mark(found.length ? 0 : -1);
  };

  input.addEventListener('input', update);
  input.addEventListener('focus', update);
  input.addEventListener('blur', close);
  input.addEventListener('keydown', (event) => {
    if (event.key === 'ArrowDown' && found.length) mark((at + 1) % found.length);
    else if (event.key === 'ArrowUp' && found.length) mark((at + found.length - 1) % found.length);
    else if (event.key === 'Enter' && found[at]) pick(found[at]);
    else if (event.key === 'Escape') input.value ? ((input.value = ''), update()) : input.blur();
    else return;
    event.preventDefault();
    event.stopPropagation();
  });
  return { focus: () => input.select() };
}
