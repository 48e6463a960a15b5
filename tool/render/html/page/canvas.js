// canvas.js: draws the scene. Everything is drawn in the scene's coordinates, moved and scaled by the visitor's zoom;
// what would be too small to be seen is left out.

const FONT = 'system-ui, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif';
export const FONTS = { label: `500 13px ${FONT}`, facts: `11px ${FONT}` };
const FRAME_FONT = `600 12px ${FONT}`;

const TEXT_FROM = 4.6; // pixels: smaller text is not drawn
const TAU = 2 * Math.PI;

// How strongly arrows are drawn: the more there are, the less.
const strengthOf = (count) => Math.max(0.2, Math.min(0.8, 9 / Math.sqrt(count + 1)));

function traceArrow(path, arrow) {
  path.moveTo(arrow.x0, arrow.y0);
  path.bezierCurveTo(arrow.cx0, arrow.y0, arrow.cx1, arrow.y1, arrow.x1, arrow.y1);
}

function traceHead(path, arrow, size) {
  const back = arrow.enters === 'left' ? -size : size;
  path.moveTo(arrow.x1, arrow.y1);
  path.lineTo(arrow.x1 + back, arrow.y1 - size / 2);
  path.lineTo(arrow.x1 + back, arrow.y1 + size / 2);
  path.closePath();
}

const widthOf = (arrow) => 1 + 2.2 * arrow.weight;

// Arrows that look alike are one path, which the browser draws in one go.
export function prepare(scene) {
  const batches = new Map();
  for (const arrow of scene.arrows) {
    const width = Math.round(2 * widthOf(arrow)) / 2;
    const key = `${arrow.branch} ${width} ${arrow.staticOnly}`;
    if (!batches.has(key)) batches.set(key, { branch: arrow.branch, width, dashed: arrow.staticOnly, lines: new Path2D(), heads: new Path2D() });
    traceArrow(batches.get(key).lines, arrow);
    traceHead(batches.get(key).heads, arrow, 7);
  }
  // Failures lie above what went well.
  scene.batches = [...batches.values()].sort((a, b) => [0, 3, 1, 2][a.branch] - [0, 3, 1, 2][b.branch]);
  scene.strength = strengthOf(scene.arrows.length);
}

function fitText(context, text, width) {
  if (context.measureText(text).width <= width) return text;
  let [low, high] = [0, text.length];
  while (low + 1 < high) {
    const middle = (low + high) >> 1;
    if (context.measureText(`${text.slice(0, middle)}…`).width <= width) low = middle;
    else high = middle;
  }
  return `${text.slice(0, low)}…`;
}

// view: { scene, zoom: {x, y, k}, width, height, ratio, colors, hovered, emphasized: { boxes: Set, arrows: Set } or null }
export function draw(context, view) {
  const { scene, zoom, width, height, ratio, colors, emphasized } = view;
  const { k } = zoom;
  context.setTransform(1, 0, 0, 1, 0, 0);
  context.fillStyle = colors.ground;
  context.fillRect(0, 0, width * ratio, height * ratio);
  context.setTransform(k * ratio, 0, 0, k * ratio, zoom.x * ratio, zoom.y * ratio);

  const left = -zoom.x / k;
  const top = -zoom.y / k;
  const [right, bottom] = [left + width / k, top + height / k];
  const onScreen = (box) => box.x < right && box.x + box.w > left && box.y < bottom && box.y + box.h > top;
  const boxes = scene.boxes.filter(onScreen);

  drawFrames(context, view, scene.frames.filter(onScreen));
  drawArrows(context, view);
  for (const box of boxes) drawBox(context, view, box, !emphasized || emphasized.boxes.has(box));
  drawFrameLabels(context, view, scene.frames.filter(onScreen), left, top);
  drawCounts(context, view, boxes.length, onScreen);
}

function drawFrames(context, { colors, zoom }, frames) {
  for (const frame of frames) {
    context.fillStyle = colors.frames[Math.min(frame.depth, colors.frames.length) - 1];
    context.strokeStyle = colors.frameLine;
    context.lineWidth = Math.max(1, 0.7 / zoom.k);
    context.beginPath();
    context.roundRect(frame.x, frame.y, frame.w, frame.h, 10);
    context.fill();
    context.stroke();
  }
}

// As large as the room above the boxes allows; where these are too small to have names, as large as it takes to be
// read. At the screen's edge as long as some of the frame is to be seen.
function drawFrameLabels(context, { colors, zoom, emphasized }, frames, left, top) {
  context.textBaseline = 'middle';
  context.textAlign = 'left';
  context.font = FRAME_FONT;
  const most = 13 * zoom.k < TEXT_FROM ? Infinity : 20;
  for (const frame of frames) {
    const size = Math.max(12, Math.min(12 / zoom.k, most, frame.h / 3));
    if (size * zoom.k < 6 || frame.w * zoom.k < 36) continue;
    const scale = size / 12;
    context.save();
    context.translate(Math.max(frame.x, Math.min(left, frame.x + frame.w - 160)) + 13, Math.max(frame.y, Math.min(top, frame.y + frame.h - 40)) + Math.max(18, 0.8 * size));
    context.scale(scale, scale);
    context.globalAlpha = emphasized ? 0.6 : 1;
    const label = fitText(context, frame.label, (frame.w - 26) / scale);
    if (most === Infinity) {
      context.strokeStyle = colors.ground;
      context.lineWidth = 3;
      context.lineJoin = 'round';
      context.strokeText(label, 0, 0);
    }
    context.fillStyle = most === Infinity ? colors.text : colors.muted;
    context.fillText(label, 0, 0);
    context.restore();
  }
}

function drawArrows(context, { scene, zoom, colors, emphasized }) {
  const least = 0.8 / zoom.k;
  const withHeads = zoom.k > 0.3;
  context.globalAlpha = emphasized ? 0.07 : scene.strength;
  for (const batch of scene.batches) {
    context.strokeStyle = context.fillStyle = colors.outcomes[batch.branch];
    context.lineWidth = Math.max(batch.width, least);
    context.setLineDash(batch.dashed ? [6, 5] : []);
    context.stroke(batch.lines);
    if (withHeads) context.fill(batch.heads);
  }
  context.globalAlpha = 1;
  for (const arrow of emphasized?.arrows ?? []) {
    const lines = new Path2D();
    const heads = new Path2D();
    traceArrow(lines, arrow);
    traceHead(heads, arrow, 8);
    context.strokeStyle = context.fillStyle = colors.outcomes[arrow.branch];
    context.lineWidth = Math.max(widthOf(arrow) + 0.6, 1.2 / zoom.k);
    context.setLineDash(arrow.staticOnly ? [6, 5] : []);
    context.stroke(lines);
    context.fill(heads);
    if (arrow.remote) drawRemote(context, arrow, colors);
  }
  context.setLineDash([]);
  if (withHeads && !emphasized) {
    for (const arrow of scene.arrows) if (arrow.remote) drawRemote(context, arrow, colors);
  }
}

// Calls from another process begin with a circle.
function drawRemote(context, arrow, colors) {
  context.setLineDash([]);
  context.strokeStyle = colors.outcomes[arrow.branch];
  context.fillStyle = colors.ground;
  context.lineWidth = 1.4;
  context.beginPath();
  context.arc(arrow.x0 + (arrow.leaves === 'right' ? 4 : -4), arrow.y0, 3.5, 0, TAU);
  context.fill();
  context.stroke();
}

function drawBox(context, { zoom, colors, hovered, selected, emphasized }, box, strong) {
  const { x, y, w, h } = box;
  const isSelected = box === selected;
  context.globalAlpha = strong ? 1 : 0.45;
  context.fillStyle = colors.box;
  context.strokeStyle = isSelected || box === hovered ? colors.accent : colors.line;
  context.lineWidth = isSelected ? Math.max(2, 2 / zoom.k) : Math.max(1, 0.6 / zoom.k);
  if (box.kind === 'node' && !box.node.outside && !box.node.calls) context.setLineDash([4, 3]);
  if (box.kind === 'collapsed') {
    context.beginPath();
    context.roundRect(x + 4, y + 4, w, h, 7);
    context.fill();
    context.stroke();
  }
  context.beginPath();
  if (h * zoom.k < 6) context.rect(x, y, w, h);
  else context.roundRect(x, y, w, h, box.node?.outside ? h / 2 : 7);
  context.fill();
  context.stroke();
  context.setLineDash([]);
  drawOutcomes(context, colors, box);
  if (13 * zoom.k >= TEXT_FROM) drawText(context, colors, box);
  context.globalAlpha = 1;
}

// A strip along the bottom: how the calls ended, by their share; what failed is always wide enough to be seen.
function drawOutcomes(context, colors, box) {
  const outcomes = box.node?.outcomes ?? [box.frame.calls - box.frame.failures, box.frame.failures, 0, 0];
  const calls = outcomes.reduce((a, b) => a + b);
  if (!calls) return;
  const width = box.w - 14;
  const widths = outcomes.map((count) => (count ? Math.max(4, (width * count) / calls) : 0));
  const whole = widths.reduce((a, b) => a + b);
  let x = box.x + 7;
  widths.forEach((part, branch) => {
    if (!part) return;
    context.fillStyle = colors.outcomes[branch];
    context.fillRect(x, box.y + box.h - 5, (part * width) / whole, 2.5);
    x += (part * width) / whole;
  });
}

function drawText(context, colors, box) {
  const { scale } = box;
  context.save();
  context.translate(box.x + box.w / 2, box.y + box.h / 2 - (box.facts ? 2 * scale : 0));
  context.scale(scale, scale);
  context.textAlign = 'center';
  context.textBaseline = 'middle';
  context.font = FONTS.label;
  context.fillStyle = box.node?.outside ? colors.muted : colors.text;
  context.fillText(box.label, 0, box.facts ? -7 : 0);
  if (box.facts) {
    context.font = FONTS.facts;
    context.fillStyle = colors.muted;
    context.fillText(box.facts, 0, 8);
  }
  context.restore();
}

// How often, at the middle of arrows; only where they can be told apart, and of emphasized ones.
function drawCounts(context, { scene, zoom, colors, emphasized, countText }, boxesOnScreen, onScreen) {
  const arrows = emphasized ? [...emphasized.arrows] : boxesOnScreen <= 40 ? scene.arrows : [];
  if (11 * zoom.k < 7.5 || arrows.length > 120) return;
  const taken = [];
  context.font = FONTS.facts;
  context.textAlign = 'center';
  context.textBaseline = 'middle';
  for (const arrow of [...arrows].sort((a, b) => b.count - a.count)) {
    if (!arrow.count || !(onScreen(arrow.from) || onScreen(arrow.to))) continue;
    const text = countText(arrow.count, arrow.lowerBound);
    const w = context.measureText(text).width + 8;
    const x = (arrow.x0 + 3 * arrow.cx0 + 3 * arrow.cx1 + arrow.x1) / 8;
    const y = (arrow.y0 + arrow.y1) / 2;
    const spot = { x: x - w / 2, y: y - 8, w, h: 16 };
    const meets = (other) => spot.x < other.x + other.w && spot.x + w > other.x && spot.y < other.y + other.h && spot.y + 16 > other.y;
    if (taken.some(meets) || scene.boxes.some(meets)) continue;
    taken.push(spot);
    context.fillStyle = colors.ground;
    context.globalAlpha = 0.86;
    context.beginPath();
    context.roundRect(spot.x, spot.y + 1, w, 14, 4);
    context.fill();
    context.globalAlpha = 1;
    context.fillStyle = colors.outcomes[arrow.branch];
    context.fillText(text, x, y + 0.5);
  }
}
