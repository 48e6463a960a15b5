// mirror.js: the picture in words: a list for screen readers, what is said when something is selected, and the text beside
// the pointer.

import { element } from './dom.js';
import { countText, durationText, factsText, plural } from './format.js';
import { OUTCOMES } from './model.js';

const MOST = 400; // entries; what a picture of more boxes shows is found by searching

export function boxText(box) {
  if (box.kind === 'collapsed') return `${box.frame.name}, collapsed, ${box.facts}`;
  const { node } = box;
  const failed = node.failures ? `, ${plural(node.failures, 'failure')}` : '';
  return `${node.outside ? node.label : node.id}${node.outside ? '' : `, ${factsText(node)}`}${failed}`;
}

export function arrowText(arrow) {
  const ends = `${arrow.from.label} → ${arrow.to.label}`;
  if (arrow.staticOnly) return `${ends}, never ran`;
  const times = arrow.edges.length === 1 && arrow.edges[0].duration ? `, ${durationText(arrow.edges[0].duration.p50)}` : '';
  return `${ends}, ${OUTCOMES[arrow.branch]} ${countText(arrow.count, arrow.lowerBound)}${times}${arrow.remote ? ', from another process' : ''}`;
}

export function mirror(list, scene) {
  const boxes = scene.boxes.slice(0, MOST);
  const arrows = scene.arrows.slice(0, MOST);
  const rest = scene.boxes.length - boxes.length + scene.arrows.length - arrows.length;
  list.replaceChildren(
    ...boxes.map((box) => element('li', { class: box.kind }, boxText(box))),
    ...arrows.map((arrow) => element('li', { class: 'arrow' }, arrowText(arrow))),
  );
  if (rest) list.append(element('li', {}, `${countText(rest)} more`));
}
