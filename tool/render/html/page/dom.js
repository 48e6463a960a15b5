// dom.js: elements made of text. Nothing here or elsewhere on the page reads text as markup, whatever names a program has.

export const byId = (id) => document.getElementById(id);

// element('button', { class: 'link', onclick: f }, 'text', child, …); children that are null or false are left out.
export function element(tag, properties = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith('on')) made.addEventListener(name.slice(2), value);
    else made.setAttribute(name, value === true ? '' : value);
  }
  made.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return made;
}

const SVG = 'http://www.w3.org/2000/svg';

export function svgElement(tag, attributes = {}, ...children) {
  const made = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
}

// For a screen reader, without moving its focus.
export const say = (text) => {
  byId('said').textContent = text;
};
