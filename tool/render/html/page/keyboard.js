// keyboard.js: the picture without a pointer. Left and right go along the calls, up and down to what stands beside.

const KEYS = [
  ['/', 'find a function; arrow keys and Enter choose'],
  ['→ ←', 'to what it calls, to what calls it'],
  ['↑ ↓', 'to what is called beside it'],
  ['Enter', 'expand a frame; read the details of a function'],
  ['c  e', 'collapse the frame around it, expand'],
  ['C  E', 'collapse all, expand all'],
  ['p', 'a path from the selected function to another'],
  ['o', 'only what is around it; again: everything'],
  ['f', 'filters'],
  ['+  −  0', 'zoom in, zoom out, show everything'],
  ['Esc', 'close, clear'],
];
export const HELP = KEYS;

// The box to go to from `box`, in the direction of an arrow key; undefined for none. `cameFrom`: the box that the visitor
// was at before, so that up and down walk through what it calls.
export function neighbour(scene, box, key, cameFrom) {
  const busiest = (arrows, end) => arrows.filter((arrow) => arrow.from !== arrow.to).sort((a, b) => b.count - a.count)[0]?.[end];
  if (key === 'ArrowRight') return busiest(scene.arrows.filter((arrow) => arrow.from === box), 'to');
  if (key === 'ArrowLeft') return busiest(scene.arrows.filter((arrow) => arrow.to === box), 'from');
  const linked = scene.arrows.flatMap((arrow) => (arrow.from === cameFrom ? [arrow.to] : arrow.to === cameFrom ? [arrow.from] : []));
  let candidates = [...new Set(linked)].filter((other) => other !== cameFrom);
  if (!candidates.includes(box) || candidates.length < 2) candidates = scene.boxes;
  const sign = key === 'ArrowDown' ? 1 : -1;
  const middle = (one) => one.y + one.h / 2;
  const away = (one) => Math.abs(middle(one) - middle(box)) + (candidates === scene.boxes ? 3 * Math.abs(one.x + one.w / 2 - box.x - box.w / 2) : 0);
  return candidates.filter((one) => one !== box && sign * (middle(one) - middle(box)) > 0).sort((a, b) => away(a) - away(b))[0];
}
