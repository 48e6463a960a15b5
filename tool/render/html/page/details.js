// details.js: the panel beside the picture: all that is known of what is selected, and of the graph as a whole if
// nothing is.

import { element } from './dom.js';
import { createErrorSections, errorOverview } from './errors.js';
import { countText, durationText, factsText, plural, shareText } from './format.js';
import { OUTCOMES } from './model.js';
import { durationPlot } from './plot.js';

const FIRST = 8; // rows of a list before "more"

const section = (title, ...children) => {
  const inside = children.flat().filter(Boolean);
  return inside.length ? element('section', {}, element('h3', {}, title), inside) : null;
};

// Rows, the first ones at once and the others on request.
function longList(rows, first = FIRST) {
  const list = element('ul', { class: 'rows' }, rows.slice(0, first).map((make) => make()));
  if (rows.length <= first) return list;
  const more = element('button', { class: 'more', onclick: () => { list.append(...rows.slice(first).map((make) => make())); more.remove(); } }, `${countText(rows.length - first)} more`);
  return [list, more];
}

const figure = (value, name, title) => element('div', { class: 'figure', title }, element('b', {}, value), element('span', {}, name));

function outcomeRows(outcomes) {
  const calls = outcomes.reduce((a, b) => a + b);
  return OUTCOMES.map((name, branch) => ({ name, branch, count: outcomes[branch] }))
    .filter(({ count }) => count)
    .map(({ name, branch, count }) =>
      element('li', { class: 'outcome' },
        element('span', { class: `dot outcome-${branch}` }), element('span', { class: 'what' }, name),
        element('span', { class: 'share' }, shareText(count, calls)), element('span', { class: 'count' }, countText(count))));
}

const outcomesSection = (outcomes) => outcomes.some(Boolean) && section('Outcomes', element('ul', { class: 'rows' }, outcomeRows(outcomes)));

function timesSection(duration, title = 'Time') {
  if (!duration) return null;
  const rows = [['p50', duration.p50], ['p90', duration.p90], ['p99', duration.p99], ['max', duration.max]];
  return section(title, durationPlot(duration),
    element('dl', { class: 'times' }, rows.flatMap(([name, ns]) => [element('dt', {}, name), element('dd', {}, durationText(ns))])));
}

const shownName = (node) => (node.outside ? node.label : node.name || node.id);

export function createDetails(panel, model, actions) {
  const nodeButton = (node, label = shownName(node)) =>
    element('button', { class: 'link', title: node.id, onclick: () => actions.selectNode(node) }, label);

  const edgeRow = (edge, node) => () =>
    element('li', { class: edge.staticOnly ? 'call unused' : 'call' },
      element('button', { class: `dot outcome-${edge.branch}`, 'aria-label': `${OUTCOMES[edge.branch]}: this call`, title: `${OUTCOMES[edge.branch]}; about this call`, onclick: () => actions.selectEdges([edge]) }),
      nodeButton(node, node.outside ? node.label : node.name || node.label),
      element('span', { class: 'count' }, edge.staticOnly ? 'never' : countText(edge.count, edge.lowerBound)));

  const detailRows = (edges) => {
    const counts = new Map();
    for (const edge of edges) for (const { text, count } of edge.details) counts.set(`${edge.branch} ${text}`, { branch: edge.branch, text, count: (counts.get(`${edge.branch} ${text}`)?.count ?? 0) + count });
    return [...counts.values()].sort((a, b) => b.count - a.count).map(({ branch, text, count }) => () =>
      element('li', { class: 'outcome' }, element('span', { class: `dot outcome-${branch}` }), element('code', { class: 'what' }, text), element('span', { class: 'count' }, countText(count))));
  };
  const detailsSection = (edges) => {
    const rows = detailRows(edges);
    return rows.length && section('What lies behind', longList(rows));
  };

  const exemplarsSection = (ids) =>
    ids.length && section('Sessions to look at',
      element('ul', { class: 'rows' }, ids.map((id) => element('li', {}, actions.hasSession(id)
        ? element('button', { class: 'link', onclick: () => actions.openSession(id) }, element('code', {}, id))
        : element('code', { class: 'id' }, id)))),
      ids.every((id) => !actions.hasSession(id)) && element('p', { class: 'note' }, 'flowlog session TRACES ID shows one call by call.'));

  const testsSection = (tests) =>
    tests.size && section(`Tests (${countText(tests.size)})`, longList([...tests].map((place) => () =>
      element('li', {}, element('button', { class: 'link', onclick: () => actions.filterTest(place) }, model.tests[place])))));

  const shapesSection = (node) =>
    node.shapes.length && section(node.shapes.length > 1 ? `Shapes (${node.shapes.length})` : 'Shape', longList(node.shapes.map(({ input, output, count }) => () =>
      element('li', { class: 'shape' },
        input && element('div', {}, element('span', { class: 'way' }, 'in'), element('code', {}, input)),
        element('div', {}, element('span', { class: 'way' }, 'out'), element('code', {}, output)),
        node.shapes.length > 1 && element('span', { class: 'count' }, plural(count, 'call')))), 3));

  const { beganHere, handledHere } = createErrorSections(model.errors, section, nodeButton);

  const heading = (kind, title, ...below) => element('div', { class: 'title' }, element('p', { class: 'kind' }, kind), element('h2', {}, title), below);
  const close = () => element('button', { class: 'close', 'aria-label': 'Close', onclick: () => actions.clear() }, '×');

  const place = (node) => node.file && element('p', { class: 'place' }, element('code', {}, `${node.file}:${node.line}`));

  function nodeDetails(node) {
    if (node.outside) {
      return [close(), heading('outside', node.label, element('p', { class: 'note' }, node.id === '(entry)' ? 'Where calls come from that no tracked function made.' : 'A caller in another process, whose trace is not in this graph.')),
        section('Calls', longList(node.out.map((edge) => edgeRow(edge, edge.to))))];
    }
    const timed = node.duration;
    return [
      close(),
      heading(node.module || 'function', node.label, element('p', { class: 'full' }, element('code', {}, node.id)), place(node)),
      node.lowerBound && element('p', { class: 'warning' }, '≥ Records of its sessions were lost; its numbers are lower bounds.'),
      element('div', { class: 'figures' },
        figure(countText(node.calls, node.lowerBound), node.calls === 1 ? 'call' : 'calls'),
        timed && figure(durationText(timed.p50), 'middle call'),
        timed && figure(durationText(timed.p99), 'p99'),
        timed && figure(durationText(node.self), 'of its own', 'All of its calls, without the tracked functions that they called')),
      element('div', { class: 'actions' },
        element('button', { onclick: () => actions.focus(node) }, 'Only this and around it'),
        element('button', { onclick: () => actions.startPath(node) }, 'Path from here…')),
      outcomesSection(node.outcomes),
      timesSection(node.duration),
      timesSection(node.suspended, 'Suspended'),
      node.in.length > 0 && section(`Called by (${countText(node.in.length)})`, longList(node.in.map((edge) => edgeRow(edge, edge.from)))),
      node.out.length > 0 && section(`Calls (${countText(node.out.length)})`, longList(node.out.map((edge) => edgeRow(edge, edge.to)))),
      detailsSection(node.in),
      beganHere(node),
      handledHere(node),
      shapesSection(node),
      exemplarsSection(node.exemplars),
      testsSection(node.tests),
      node.image && section('Binary', element('p', { class: 'place' }, element('code', {}, node.image))),
    ];
  }

  function edgeDetails(edges) {
    const [edge] = edges;
    const count = edges.reduce((sum, one) => sum + one.count, 0);
    if (edges.length > 1) {
      return [close(), heading('calls', plural(edges.length, 'edge'), element('p', { class: 'note' }, `${plural(count, 'call')} that ended in ${OUTCOMES[edge.branch]}`)),
        detailsSection(edges),
        section('Each of them', longList([...edges].sort((a, b) => b.count - a.count).map((one) => () => element('li', { class: 'pair' },
          element('button', { class: 'link', onclick: () => actions.selectEdges([one]) }, `${shownName(one.from)} → ${shownName(one.to)}`), element('span', { class: 'count' }, countText(one.count, one.lowerBound))))))];
    }
    const siblings = edge.from.out.filter((one) => one.to === edge.to && one !== edge && !one.staticOnly);
    return [
      close(),
      heading(edge.staticOnly ? 'call in the code' : 'call', `${shownName(edge.from)} → ${shownName(edge.to)}`),
      element('div', { class: 'ends' }, nodeButton(edge.from), element('span', {}, '→'), nodeButton(edge.to)),
      edge.staticOnly && element('p', { class: 'note' }, edge.virtual ? 'Never ran. A virtual call leads there, which may land elsewhere.' : 'It is written, and never ran.'),
      edge.remote && element('p', { class: 'note' }, 'From another process.'),
      edge.lowerBound && element('p', { class: 'warning' }, '≥ Records of its sessions were lost; its numbers are lower bounds.'),
      !edge.staticOnly && element('div', { class: 'figures' },
        figure(countText(edge.count, edge.lowerBound), edge.count === 1 ? 'call' : 'calls'),
        figure(OUTCOMES[edge.branch], 'outcome'),
        !edge.from.outside && figure(shareText(edge.count, edge.to.calls), 'of the callee’s calls')),
      detailsSection([edge]),
      timesSection(edge.duration),
      siblings.length && section('The same call with another outcome', element('ul', { class: 'rows' }, siblings.map((one) => element('li', { class: 'call' },
        element('span', { class: `dot outcome-${one.branch}` }),
        element('button', { class: 'link', onclick: () => actions.selectEdges([one]) }, OUTCOMES[one.branch]), element('span', { class: 'count' }, countText(one.count, one.lowerBound)))))),
      exemplarsSection(edge.exemplars),
      testsSection(edge.tests),
    ];
  }

  const functionRows = (nodes, value) => nodes.map((node) => () =>
    element('li', { class: 'call' }, nodeButton(node, node.name || node.label), element('span', { class: 'count' }, value(node))));

  const membersOf = (frame) => frame.columns.flat().flatMap((item) => (item.kind === 'frame' ? membersOf(item) : [item]));

  function frameDetails(frame) {
    const members = membersOf(frame).sort((a, b) => b.calls - a.calls);
    return [close(), heading('group', frame.name),
      element('div', { class: 'figures' }, figure(countText(members.length), 'functions'), figure(countText(frame.calls), 'calls'), figure(countText(frame.failures), 'failed')),
      element('div', { class: 'actions' }, element('button', { onclick: () => actions.toggleFrame(frame) }, actions.isCollapsed(frame) ? 'Expand' : 'Collapse')),
      section('Functions', longList(functionRows(members, factsText), 20))];
  }

  function pathDetails({ from, to }, path) {
    const head = [close(), heading('path', to ? `${shownName(from)} → ${shownName(to)}` : `From ${shownName(from)}`)];
    if (!to) return [head, element('p', { class: 'note' }, 'Choose where it should lead: click a function, or find one with /.')];
    if (!path) return [head, element('p', { class: 'note' }, 'No calls that are shown lead from one to the other.')];
    return [head, section(plural(path.length, 'step'), element('ol', { class: 'rows steps' }, element('li', { class: 'call' }, nodeButton(from)), path.map((edge) => edgeRow(edge, edge.to)())))];
  }

  function overview() {
    const functions = model.nodes.filter((node) => !node.outside);
    const top = (value, shown) => functions.filter(value).sort((a, b) => value(b) - value(a)).slice(0, 6).map((node) => [node, shown(node)]);
    const rows = (pairs) => pairs.length && element('ul', { class: 'rows' }, functionRows(pairs.map(([node]) => node), (node) => pairs.find(([one]) => one === node)[1]).map((make) => make()));
    const self = functions.reduce((sum, node) => sum + node.self, 0);
    const failing = model.errors.length ? [] : model.edges.filter((edge) => edge.branch === 1).sort((a, b) => b.count - a.count).slice(0, 6);
    return [
      heading('overview', 'What ran'),
      model.notes.map((note) => element('p', { class: 'warning' }, note)),
      errorOverview(model.errors, section, nodeButton),
      failing.length && section('What fails', element('ul', { class: 'rows' }, failing.map((edge) => element('li', { class: 'pair' },
        element('span', { class: `dot outcome-${edge.branch}` }),
        element('button', { class: 'link', onclick: () => actions.selectEdges([edge]) }, `${edge.from.label} → ${edge.to.label}`), element('span', { class: 'count' }, countText(edge.count, edge.lowerBound)))))),
      section('Where the time goes', rows(top((node) => node.self, (node) => shareText(node.self, self)))),
      section('Called most', rows(top((node) => node.calls, (node) => countText(node.calls, node.lowerBound)))),
      element('p', { class: 'note' }, 'Click a function or an arrow to see more. Double-click a frame to collapse it.'),
    ];
  }

  return {
    show({ selection, path, steps }) {
      const content = path ? pathDetails(path, steps)
        : selection?.kind === 'node' ? nodeDetails(selection.node)
        : selection?.kind === 'edges' ? edgeDetails(selection.edges)
        : selection?.kind === 'frame' ? frameDetails(selection.frame)
        : overview();
      panel.replaceChildren(...content.flat(3).filter(Boolean));
      panel.scrollTop = 0;
    },
  };
}
