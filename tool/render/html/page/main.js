// main.js: puts the page together: model and state in, scene and panels out.

import { readAddress, writeAddress } from './address.js';
import { createDetails } from './details.js';
import { byId, element, say } from './dom.js';
import { applyFilters, findPath } from './filters.js';
import { FONTS } from './canvas.js';
import { countText } from './format.js';
import { HELP, neighbour } from './keyboard.js';
import { arrowText, boxText, mirror } from './mirror.js';
import { readModel } from './model.js';
import { createPanels } from './panels.js';
import { buildScene, collapsedAtFirst } from './scene.js';
import { createSearch } from './search.js';
import { createStage } from './stage.js';
import { NO_FILTERS, createState, hasFilters } from './state.js';
import { showTimeline } from './timeline.js';
import { unpack } from './unpack.js';
import { nextTheme, readColors, setTheme } from './theme.js';

const model = readModel(await unpack(byId('data').textContent));

const [program, ...facts] = model.title.includes(': ') ? model.title.split(': ') : ['flowlog', model.title];
byId('program').textContent = program;
byId('summary').textContent = facts.join(': ');
document.title = `${program} · flowlog`;

const first = new Map();
const opening = {
  grouping: model.groupBy,
  collapsedAtFirst(grouping) {
    if (!first.has(grouping)) first.set(grouping, collapsedAtFirst(model.grouping(grouping)));
    return first.get(grouping);
  },
};
const opened = readAddress(location.hash, model, opening);
const state = createState(opened.state);
const now = state.get;

let shown; // what the filters leave
let scene;
let steps = null; // edges of the path that is asked for
let cameFrom = null; // the box that was selected before, for the arrow keys

const ruler = document.createElement('canvas').getContext('2d');
const widths = new Map();
function measure(text, kind) {
  const key = kind + text;
  if (!widths.has(key)) {
    ruler.font = FONTS[kind];
    widths.set(key, ruler.measureText(text).width);
  }
  return widths.get(key);
}

const stage = createStage(byId('picture'), byId('minimap'), { pick, open, hover, moved: keepAddress });

// Of what is selected: its box, if it stands in the picture.
function selectedBox() {
  const { selection } = now();
  if (selection?.kind === 'node') return scene.boxOf.get(selection.node) ?? null;
  if (selection?.kind === 'frame') return scene.boxes.find((box) => box.frame === selection.frame) ?? null;
  return null;
}

function emphasis() {
  const { selection, path } = now();
  const of = (arrows, ...boxes) => ({ arrows: new Set(arrows), boxes: new Set([...boxes, ...arrows.flatMap((arrow) => [arrow.from, arrow.to])]) });
  if (path && steps) {
    const onPath = new Set(steps);
    return of(scene.arrows.filter((arrow) => arrow.edges.some((edge) => onPath.has(edge))));
  }
  if (selection?.kind === 'edges') {
    const chosen = new Set(selection.edges);
    return of(scene.arrows.filter((arrow) => arrow.edges.some((edge) => chosen.has(edge))));
  }
  const box = selectedBox();
  return box ? of(scene.arrows.filter((arrow) => arrow.from === box || arrow.to === box), box) : null;
}

function rebuild() {
  const { grouping, collapsed, filters } = now();
  shown = applyFilters(model, filters);
  scene = buildScene(model, model.grouping(grouping), grouping === 'namespace', collapsed, shown, measure);
  stage.view.hovered = null;
  stage.show(scene);
  setTimeout(() => mirror(byId('shown'), scene));
}

function refresh() {
  const { path } = now();
  steps = path?.to ? findPath(shown, path.from, path.to) : null;
  stage.view.selected = selectedBox();
  stage.view.emphasized = emphasis();
  stage.redraw();
  panels.show(now());
  details.show({ ...now(), steps });
  keepAddress();
}

let keeping = 0;
function keepAddress() {
  clearTimeout(keeping);
  keeping = setTimeout(() => history.replaceState(null, '', `#${writeAddress(now(), stage.where(), model, opening)}`), 120);
}

// Opens the frames around a function, so that it stands in the picture.
function framesOpenFor(node) {
  const { grouping, collapsed } = now();
  const open = new Set(collapsed);
  for (let frame = model.grouping(grouping).frameOf[node.index]; frame; frame = frame.parent) open.delete(frame.key);
  return open.size === collapsed.size ? collapsed : open;
}

function selectNode(node) {
  const { path } = now();
  if (path && !path.to && path.from !== node) return choosePath({ from: path.from, to: node });
  const filters = shown.nodes.has(node) ? now().filters : NO_FILTERS;
  state.update({ selection: { kind: 'node', node }, path: null, collapsed: framesOpenFor(node), filters });
  const box = scene.boxOf.get(node);
  stage.reveal(box);
  say(boxText(box));
}

function choosePath(path) {
  const collapsed = new Set(now().collapsed);
  const way = findPath(shown, path.from, path.to) ?? [];
  for (const node of [path.from, path.to, ...way.map((edge) => edge.to)])
    for (let frame = model.grouping(now().grouping).frameOf[node.index]; frame; frame = frame.parent) collapsed.delete(frame.key);
  state.update({ path, selection: { kind: 'node', node: path.from }, collapsed });
  say(steps ? `Path of ${steps.length} calls` : 'No path');
}

function toggleFrame(frame) {
  const before = scene.boxes.find((box) => box.frame === frame) ?? scene.frames.find((box) => box.frame === frame);
  const collapsed = new Set(now().collapsed);
  collapsed.has(frame.key) ? collapsed.delete(frame.key) : collapsed.add(frame.key);
  state.update({ collapsed, selection: { kind: 'frame', frame } });
  const after = scene.boxes.find((box) => box.frame === frame) ?? scene.frames.find((box) => box.frame === frame);
  if (before && after) stage.hold(before.x, before.y, after.x, after.y);
  say(`${frame.name} ${collapsed.has(frame.key) ? 'collapsed' : 'expanded'}`);
}

const clear = () => state.update({ selection: null, path: null });

const actions = {
  selectNode,
  selectEdges(edges) {
    state.update({ selection: { kind: 'edges', edges }, path: null, collapsed: framesOpenFor(edges[0].to) });
    const arrow = scene.arrows.find((one) => one.edges.includes(edges[0]));
    if (arrow) say(arrowText(arrow));
  },
  toggleFrame,
  isCollapsed: (frame) => now().collapsed.has(frame.key),
  clear,
  focus: (node) => {
    state.update({ filters: { ...now().filters, focus: now().filters.focus === node ? null : node } });
    stage.fit();
  },
  startPath: (node) => state.update({ path: { from: node, to: null }, selection: { kind: 'node', node } }),
  filterTest: (test) => state.update({ filters: { ...now().filters, test } }),
  hasSession: (id) => model.sessions.has(id),
  openSession: (session) => state.update({ session }),
  closeSession: () => state.update({ session: null }),
};

function pick(what) {
  if (!what) return clear();
  if (what.kind === 'box' && what.box.kind === 'node') return selectNode(what.box.node);
  if (what.kind === 'arrow') return actions.selectEdges(what.arrow.edges);
  state.update({ selection: { kind: 'frame', frame: (what.box ?? what.frame).frame }, path: null });
  return undefined;
}

function open(what) {
  const frame = what?.frame?.frame ?? what?.box?.frame;
  if (frame) toggleFrame(frame);
}

function hover(what, x, y) {
  const hint = byId('hint');
  const box = what?.box ?? null;
  byId('picture').style.cursor = what ? 'pointer' : 'grab';
  if (stage.view.hovered !== box) {
    stage.view.hovered = box;
    stage.redraw();
  }
  hint.hidden = !what;
  if (!what) return;
  hint.textContent = what.kind === 'arrow' ? arrowText(what.arrow) : what.kind === 'frame' ? what.frame.frame.name : boxText(box);
  const room = byId('stage').clientWidth - hint.offsetWidth - 12;
  hint.style.transform = `translate(${Math.max(8, Math.min(x + 14, room))}px, ${y + 18}px)`;
}

const details = createDetails(byId('details'), model, actions);
const panels = createPanels({ grouping: byId('grouping'), legend: byId('legend'), filters: byId('filters'), chips: byId('chips'), filterButton: byId('show-filters') }, model, state);
const search = createSearch(byId('search'), byId('found'), model.nodes, (node) => {
  selectNode(node);
  byId('picture').focus();
});

function setCollapsed(keys) {
  state.update({ collapsed: keys });
  stage.fit();
}

function toggleFilters(wanted = byId('filters').hidden) {
  byId('filters').hidden = !wanted;
  byId('show-filters').setAttribute('aria-expanded', String(wanted));
  if (wanted) byId('filters').querySelector('input').focus();
}

function toggleHelp() {
  const dialog = byId('help');
  if (dialog.open) return dialog.close();
  if (!dialog.children.length) {
    dialog.append(
      element('h2', {}, 'Keys'),
      element('dl', {}, HELP.flatMap(([keys, what]) => [element('dt', {}, element('kbd', {}, keys)), element('dd', {}, what)])),
      element('form', { method: 'dialog' }, element('button', {}, 'Close')));
  }
  return dialog.showModal();
}

function step(key) {
  const box = selectedBox();
  const next = box ? neighbour(scene, box, key, cameFrom) : (scene.boxes.find((one) => one.node?.outside) ?? scene.boxes[0]);
  if (!next) return;
  if (box && (key === 'ArrowLeft' || key === 'ArrowRight')) cameFrom = box;
  if (next.kind === 'node') return selectNode(next.node);
  state.update({ selection: { kind: 'frame', frame: next.frame }, path: null });
  stage.reveal(next);
  say(boxText(next));
}

// The frame that a key means: the selected one, or the innermost around the selected function.
function frameAround() {
  const { selection, grouping } = now();
  if (selection?.kind === 'frame') return selection.frame;
  const frame = selection?.kind === 'node' ? model.grouping(grouping).frameOf[selection.node.index] : null;
  return frame?.parent ? frame : null;
}

const onPicture = {
  Enter() {
    const { selection } = now();
    if (selection?.kind === 'frame') toggleFrame(selection.frame);
    else if (selection) byId('details').focus();
  },
  c: () => frameAround() && !actions.isCollapsed(frameAround()) && toggleFrame(frameAround()),
  e: () => frameAround() && actions.isCollapsed(frameAround()) && toggleFrame(frameAround()),
  C: () => setCollapsed(new Set(model.grouping(now().grouping).frames.slice(1).map((frame) => frame.key))),
  E: () => setCollapsed(new Set()),
  p: () => now().selection?.kind === 'node' && (actions.startPath(now().selection.node), search.focus()),
  o: () => (now().filters.focus ? actions.focus(now().filters.focus) : now().selection?.kind === 'node' && actions.focus(now().selection.node)),
};
const everywhere = {
  '/': () => search.focus(),
  f: () => toggleFilters(),
  '?': toggleHelp,
  '+': () => stage.zoomBy(1.4),
  '=': () => stage.zoomBy(1.4),
  '-': () => stage.zoomBy(1 / 1.4),
  0: () => stage.fit(),
  Escape() {
    if (!byId('filters').hidden) toggleFilters(false);
    else if (now().session) actions.closeSession();
    else clear();
  },
};

document.addEventListener('keydown', (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || byId('help').open) return;
  const typing = event.target.matches('input, select');
  if (typing && event.key !== 'Escape') return;
  const atPicture = event.target === byId('picture') || event.target === document.body;
  const act = event.key.startsWith('Arrow') && atPicture ? () => step(event.key) : (atPicture && onPicture[event.key]) || everywhere[event.key];
  if (!act) return;
  event.preventDefault();
  act();
});

byId('grouping').addEventListener('change', (event) => {
  const grouping = event.target.value;
  const selection = now().selection?.kind === 'frame' ? null : now().selection;
  state.update({ grouping, collapsed: opening.collapsedAtFirst(grouping), selection });
  stage.fit();
});
byId('show-filters').addEventListener('click', () => toggleFilters());
byId('show-help').addEventListener('click', toggleHelp);
byId('theme').addEventListener('click', () => state.update({ theme: nextTheme(now().theme) }));
byId('fit').addEventListener('click', () => stage.fit());
byId('zoom-in').addEventListener('click', () => stage.zoomBy(1.4));
byId('zoom-out').addEventListener('click', () => stage.zoomBy(1 / 1.4));

function applyTheme() {
  setTheme(now().theme, byId('theme'));
  stage.setColors(readColors());
}
window.matchMedia('(prefers-color-scheme: dark)').addEventListener('change', applyTheme);
window.addEventListener('hashchange', () => {
  const asked = readAddress(location.hash, model, opening);
  state.update(asked.state);
  asked.zoom ? stage.goTo(asked.zoom) : stage.fit();
});

function applySession() {
  const parts = model.sessions.get(now().session);
  const panel = byId('timeline');
  if (parts) showTimeline(panel, parts, actions);
  else panel.hidden = true;
}

state.listen((changed) => {
  if (changed.has('session')) applySession();
  if (changed.has('theme')) applyTheme();
  if (changed.has('grouping') || changed.has('collapsed') || changed.has('filters')) {
    rebuild();
    if (changed.has('filters') && !changed.has('selection')) {
      say(`${countText(scene.boxes.length)} boxes, ${countText(scene.arrows.length)} arrows${hasFilters(now().filters) ? ', filtered' : ''}`);
      if (!stage.where()) stage.fit();
    }
  }
  refresh();
});

applyTheme();
rebuild();
refresh();
applySession();
opened.zoom ? stage.goTo(opened.zoom) : stage.fit(0);
// When the first picture stood there, in milliseconds since the page was asked for.
requestAnimationFrame(() => setTimeout(() => (document.documentElement.dataset.ready = performance.now().toFixed(1))));
