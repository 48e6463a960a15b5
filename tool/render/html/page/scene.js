// scene.js: what stands in the picture: boxes of functions, of collapsed and of open frames, and the arrows between
// them. Made anew when the visitor collapses, filters or groups otherwise.

import { factsText, plural } from './format.js';
import { layOut } from './layout.js';

const HEIGHT = 42;

// Functions that are called more often are drawn larger.
function scaleOf(node, mostCalls) {
  if (node.outside || !node.calls) return 1;
  const share = Math.log(node.calls + 1) / Math.log(mostCalls + 2);
  return share > 0.9 ? 1.3 : share > 0.7 ? 1.12 : 1;
}

function nodeBox(node, parent, label, mostCalls, measure) {
  const scale = scaleOf(node, mostCalls);
  const facts = factsText(node);
  const h = node.outside ? 30 : HEIGHT;
  const w = Math.max(measure(label, 'label'), measure(facts, 'facts'), 30) + 22;
  return { kind: 'node', node, parent, depth: parent.depth + 1, label, facts, scale, w: Math.ceil(w * scale), h: Math.round(h * scale) };
}

function frameBox(frame, parent, measure) {
  const label = frame.name || '(no name)';
  return { kind: 'frame', frame, parent, depth: parent ? parent.depth + 1 : 0, label, minWidth: measure(label, 'label') + 40, columns: [] };
}

function collapsedBox(frame, parent, shownNodes, measure) {
  const facts = plural(shownNodes, 'function');
  const label = frame.name;
  const w = Math.max(measure(label, 'label'), measure(facts, 'facts')) + 52;
  return { kind: 'collapsed', frame, parent, depth: parent.depth + 1, label, facts, scale: 1.12, w: Math.ceil(w * 1.12), h: Math.round(HEIGHT * 1.12) };
}

// Where the arrows of each box begin and end: spread over its side, sorted by where they lead.
function spreadEnds(arrows) {
  const sides = new Map();
  const centre = (box) => box.y + box.h / 2;
  const add = (arrow, end, box, other) => {
    const key = end === 'from' ? arrow.leaves : arrow.enters;
    if (!sides.has(box)) sides.set(box, { left: [], right: [] });
    sides.get(box)[key].push({ arrow, end, other: centre(other) });
  };
  for (const arrow of arrows) {
    const forward = arrow.from.x + arrow.from.w < arrow.to.x + 4;
    const backward = arrow.to.x + arrow.to.w < arrow.from.x + 4;
    arrow.leaves = backward ? 'left' : 'right';
    arrow.enters = forward ? 'left' : 'right';
    add(arrow, 'from', arrow.from, arrow.to);
    add(arrow, 'to', arrow.to, arrow.from);
  }
  for (const [box, { left, right }] of sides) {
    for (const ends of [left, right]) {
      ends.sort((a, b) => a.other - b.other || a.arrow.branch - b.arrow.branch);
      const step = Math.min(7, (0.72 * box.h) / ends.length);
      ends.forEach(({ arrow, end }, i) => {
        const y = centre(box) + (i - (ends.length - 1) / 2) * step;
        if (end === 'from') arrow.y0 = y;
        else arrow.y1 = y;
      });
    }
  }
}

function shapeArrow(arrow) {
  const { from, to } = arrow;
  arrow.x0 = arrow.leaves === 'right' ? from.x + from.w : from.x;
  arrow.x1 = arrow.enters === 'right' ? to.x + to.w : to.x;
  const bend = from === to ? 34 : Math.max(26, Math.min(160, 0.45 * Math.abs(arrow.x1 - arrow.x0)));
  arrow.cx0 = arrow.x0 + (arrow.leaves === 'right' ? bend : -bend);
  arrow.cx1 = arrow.x1 + (arrow.enters === 'right' ? bend : -bend);
  if (from === to) {
    arrow.y0 = from.y + 0.3 * from.h;
    arrow.y1 = from.y + 0.7 * from.h;
  }
}

// Edges that lead between the same boxes on the same branch are one arrow.
function joinEdges(edges, boxOf) {
  const arrows = new Map();
  for (const edge of edges) {
    const from = boxOf.get(edge.from);
    const to = boxOf.get(edge.to);
    if (from === to && from.kind === 'collapsed') continue;
    const key = `${from.index} ${to.index} ${edge.branch} ${edge.staticOnly}`;
    let arrow = arrows.get(key);
    if (!arrow) arrows.set(key, (arrow = { from, to, branch: edge.branch, staticOnly: edge.staticOnly, remote: false, lowerBound: false, count: 0, edges: [] }));
    arrow.count += edge.count;
    arrow.remote ||= edge.remote;
    arrow.lowerBound ||= edge.lowerBound;
    arrow.edges.push(edge);
  }
  return [...arrows.values()];
}

// `shown`: what the filters leave. `collapsed`: keys of frames. `measure`: text's width in the font of its kind.
// { root, boxes: functions and collapsed frames, frames: open ones from the outermost on, arrows, boxOf: node -> box }
export function buildScene(model, grouping, byNamespace, collapsed, shown, measure) {
  const boxes = [];
  const frames = [];
  const boxOf = new Map();
  const mostCalls = Math.max(1, ...model.nodes.map((node) => (node.outside ? 0 : node.calls)));
  const labelOf = (node) => (byNamespace || node.outside ? node.label : node.name || node.label);

  const countShown = (frame) => frame.columns.flat().reduce((n, item) => n + (item.kind === 'frame' ? countShown(item) : Number(shown.nodes.has(item))), 0);
  const claim = (frame, box) => {
    for (const item of frame.columns.flat()) item.kind === 'frame' ? claim(item, box) : boxOf.set(item, box);
  };
  const build = (frame, parent) => {
    const box = frameBox(frame, parent, measure);
    if (parent) frames.push(box);
    for (const column of frame.columns) {
      const items = [];
      for (const item of column) {
        if (item.kind === 'node') {
          if (!shown.nodes.has(item)) continue;
          const made = nodeBox(item, box, labelOf(item), mostCalls, measure);
          boxOf.set(item, made);
          boxes.push(made);
          items.push(made);
          continue;
        }
        const inside = countShown(item);
        if (!inside) continue;
        if (collapsed.has(item.key)) {
          const made = collapsedBox(item, box, inside, measure);
          claim(item, made);
          boxes.push(made);
          items.push(made);
        } else {
          items.push(build(item, box));
        }
      }
      if (items.length) box.columns.push(items);
    }
    return box;
  };

  const root = build(grouping.root, null);
  boxes.forEach((box, index) => (box.index = index));
  const arrows = joinEdges(shown.edges, boxOf);
  layOut(root, arrows.map((arrow) => [arrow.from, arrow.to]).filter(([from, to]) => from !== to));
  spreadEnds(arrows);
  arrows.forEach(shapeArrow);
  const most = Math.log(Math.max(2, ...arrows.map((arrow) => arrow.count)));
  for (const arrow of arrows) arrow.weight = arrow.count ? Math.log(arrow.count) / most : 0;
  return { root, boxes, frames, arrows, boxOf };
}

const ENOUGH = 130; // boxes that are read at a glance

// Keys of the frames that a large graph begins with collapsed: frames are opened from the
// outermost on, all of one depth, as long as few enough boxes stand there. One that holds everything is always open.
export function collapsedAtFirst(grouping) {
  const sizes = (frame) => frame.columns.flat().length;
  const collapsed = new Set();
  let boxes = grouping.root.columns.flat().filter((item) => !item.outside).length;
  let ring = grouping.root.columns.flat().filter((item) => item.kind === 'frame');
  while (ring.length) {
    const opened = boxes + ring.reduce((more, frame) => more + sizes(frame) - 1, 0);
    if (opened > ENOUGH && boxes > 1) {
      for (const frame of ring) collapsed.add(frame.key);
      break;
    }
    boxes = opened;
    ring = ring.flatMap((frame) => frame.columns.flat()).filter((item) => item.kind === 'frame');
  }
  return collapsed;
}
