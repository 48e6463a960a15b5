// errors.js: where errors begin, how far they travel, who handles them and what happens then: parts of the details.

import { element } from './dom.js';
import { countText, plural } from './format.js';
import { OUTCOMES } from './model.js';

const nameOf = (node, button) => (node ? button(node) : element('span', { class: 'note' }, 'a function that is not shown'));

// "passes 1 to 3 callers"
function travelText(hops) {
  const distances = hops.map((one) => one.hops);
  const [least, most] = [Math.min(...distances), Math.max(...distances)];
  if (most === 0) return 'handled by its caller';
  return `passes ${least === most ? plural(most, 'caller') : `${least} to ${most} callers`}`;
}

// What the handler did next, the most frequent first.
function thenRows({ thenCalled, thenEnded }, button) {
  const calls = thenCalled.map(({ node, count }) => ({ count, what: ['then calls ', nameOf(node, button)] }));
  const ends = thenEnded.map((count, branch) => ({ count, what: [element('span', { class: `dot outcome-${branch}` }), ` then ends in ${OUTCOMES[branch]}`] })).filter(({ count }) => count);
  return [...calls, ...ends].sort((a, b) => b.count - a.count).slice(0, 4).map(({ count, what }) =>
    element('li', { class: 'then' }, element('span', {}, what), element('span', { class: 'count' }, countText(count))));
}

function errorRows(error, button) {
  return [
    element('p', { class: 'error-kind' }, element('span', { class: 'dot outcome-1' }), ' ', element('code', {}, error.detail || 'error'), ' ',
      element('span', { class: 'note' }, `${countText(error.count, error.lowerBound)}, ${travelText(error.hops)}`)),
    element('ul', { class: 'rows' },
      error.handlers.slice(0, 5).map((handler) => [
        element('li', { class: 'call' }, element('span', { class: 'note' }, 'handled by'), nameOf(handler.node, button), element('span', { class: 'count' }, countText(handler.count))),
        thenRows(handler, button),
      ]).flat(2),
      error.unhandled > 0 && element('li', { class: 'call' }, element('span', {}, 'handled by no tracked function'), element('span', { class: 'count' }, countText(error.unhandled)))),
  ];
}

// `section` and `nodeButton` as in details.js.
export function createErrorSections(errors, section, nodeButton) {
  return {
    beganHere(node) {
      const here = errors.filter((error) => error.origin === node);
      return here.length && section('Errors that begin here', here.map((error) => errorRows(error, nodeButton)).flat());
    },
    handledHere(node) {
      const here = errors.flatMap((error) => error.handlers.filter((handler) => handler.node === node).map((handler) => ({ error, handler })));
      return here.length && section('Errors that it handles', element('ul', { class: 'rows' }, here.sort((a, b) => b.handler.count - a.handler.count).slice(0, 8).flatMap(({ error, handler }) => [
        element('li', { class: 'call' }, element('span', { class: 'dot outcome-1' }), element('code', {}, error.detail || 'error'), element('span', { class: 'note' }, 'of'), nameOf(error.origin, nodeButton), element('span', { class: 'count' }, countText(handler.count))),
        ...thenRows(handler, nodeButton),
      ])));
    },
  };
}

export function errorOverview(errors, section, nodeButton) {
  return errors.length && section('Where errors begin', element('ul', { class: 'rows' }, errors.slice(0, 6).map((error) =>
    element('li', { class: 'call' }, element('span', { class: 'dot outcome-1' }),
      element('span', {}, nameOf(error.origin, nodeButton), ' ', element('span', { class: 'note' }, error.detail)),
      element('span', { class: 'count' }, countText(error.count, error.lowerBound))))));
}
