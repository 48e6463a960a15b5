// address.js: the view in the address, behind the #, so that it can be kept and sent. Only what differs from the view
// that the page opens with stands there.

import { NO_FILTERS } from './state.js';
import { GROUPINGS } from './model.js';

const THEMES = ['auto', 'light', 'dark'];

// `opening`: { grouping, collapsedAtFirst(grouping name) } of this page. `zoom`: null where everything is shown.
export function writeAddress(state, zoom, model, opening) {
  const fields = new URLSearchParams();
  if (state.grouping !== opening.grouping) fields.set('group', state.grouping);
  const first = opening.collapsedAtFirst(state.grouping);
  const closed = [...state.collapsed].filter((key) => !first.has(key));
  const opened = [...first].filter((key) => !state.collapsed.has(key));
  if (closed.length) fields.set('closed', closed.join(','));
  if (opened.length) fields.set('opened', opened.join(','));
  const { filters, selection } = state;
  if (filters.onlyErrors) fields.set('errors', '1');
  if (filters.minCount) fields.set('min', filters.minCount);
  if (filters.module) fields.set('module', filters.module);
  if (filters.test >= 0) fields.set('test', model.tests[filters.test]);
  if (filters.outcomes.includes(false)) fields.set('outcomes', filters.outcomes.map(Number).join(''));
  if (!filters.unused) fields.set('unused', '0');
  if (filters.focus) fields.set('focus', filters.focus.id);
  if (selection?.kind === 'node') fields.set('at', selection.node.id);
  if (selection?.kind === 'frame') fields.set('frame', selection.frame.key);
  if (selection?.kind === 'edges' && selection.edges.length === 1) {
    const [edge] = selection.edges;
    fields.set('from', edge.from.id);
    fields.set('to', edge.to.id);
    fields.set('branch', edge.branch);
  }
  if (state.path) {
    fields.set('path', state.path.from.id);
    if (state.path.to) fields.set('until', state.path.to.id);
  }
  if (state.session) fields.set('session', state.session);
  if (state.theme !== 'auto') fields.set('theme', state.theme);
  if (zoom) fields.set('zoom', [zoom.x.toFixed(1), zoom.y.toFixed(1), zoom.k.toFixed(4)].join(','));
  return fields.toString();
}

function readSelection(fields, model, frames) {
  const node = model.byId.get(fields.get('at'));
  if (node) return { kind: 'node', node };
  const frame = frames.byKey.get(fields.get('frame'));
  if (frame) return { kind: 'frame', frame };
  const edge = model.byId.get(fields.get('from'))?.out.find((one) => one.to.id === fields.get('to') && one.branch === Number(fields.get('branch')));
  return edge ? { kind: 'edges', edges: [edge] } : null;
}

function readFilters(fields, model) {
  const outcomes = fields.get('outcomes');
  return {
    onlyErrors: fields.get('errors') === '1',
    minCount: Math.max(0, Math.floor(Number(fields.get('min'))) || 0),
    module: fields.get('module') ?? '',
    test: fields.has('test') ? model.tests.indexOf(fields.get('test')) : -1,
    outcomes: /^[01]{4}$/.test(outcomes ?? '') ? [...outcomes].map((digit) => digit === '1') : NO_FILTERS.outcomes,
    unused: fields.get('unused') !== '0',
    focus: model.byId.get(fields.get('focus')) ?? null,
  };
}

// The reverse, for any text: what it does not say, or says of another graph, is as the page opens. { state, zoom }
export function readAddress(text, model, opening) {
  const fields = new URLSearchParams(text.replace(/^#/, ''));
  const grouping = GROUPINGS.includes(fields.get('group')) ? fields.get('group') : opening.grouping;
  const frames = model.grouping(grouping);
  const keys = (name) => (fields.get(name) ?? '').split(',').filter((key) => frames.byKey.has(key));
  const collapsed = new Set(opening.collapsedAtFirst(grouping));
  for (const key of keys('closed')) collapsed.add(key);
  for (const key of keys('opened')) collapsed.delete(key);
  const from = model.byId.get(fields.get('path'));
  const numbers = (fields.get('zoom') ?? '').split(',').map(Number);
  const isZoom = numbers.length === 3 && numbers.every(Number.isFinite) && numbers[2] > 0;
  return {
    state: {
      grouping,
      collapsed,
      filters: readFilters(fields, model),
      selection: readSelection(fields, model, frames),
      path: from ? { from, to: model.byId.get(fields.get('until')) ?? null } : null,
      session: fields.get('session'),
      theme: THEMES.includes(fields.get('theme')) ? fields.get('theme') : 'auto',
    },
    zoom: isZoom ? { x: numbers[0], y: numbers[1], k: numbers[2] } : null,
  };
}
