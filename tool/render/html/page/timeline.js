// timeline.js: one session, call by call: time from left to right, a lane for each thread of each process, calls below
// their callers, suspensions hatched, log lines where they were written.

import { element, say, svgElement } from './dom.js';
import { durationText, plural } from './format.js';
import { OUTCOMES } from './model.js';

const ROW = 20;
const LANE_HEAD = 24;
const LEFT = 16;
const MOST_LOGS = 400;

// How deep each call stands in its lane: below its caller, and below whatever else runs on that thread at the time.
function placeCalls(calls) {
  const lanes = new Map();
  for (const call of [...calls].sort((a, b) => a.start - b.start || b.end - a.end || a.index - b.index)) {
    if (!lanes.has(call.thread)) lanes.set(call.thread, { thread: call.thread, calls: [], ends: [], rows: 0 });
    const lane = lanes.get(call.thread);
    let row = call.caller?.thread === call.thread ? call.caller.row + 1 : 0;
    while (lane.ends[row] > call.start) ++row;
    call.row = row;
    lane.ends[row] = Math.max(call.end, call.start + 1);
    lane.calls.push(call);
    lane.rows = Math.max(lane.rows, row + 1);
  }
  return [...lanes.values()].sort((a, b) => a.thread - b.thread);
}

const baseName = (path) => path.slice(path.lastIndexOf('/') + 1);

function callBar(call, scale, width, y, actions) {
  const x = LEFT + call.start * scale;
  const w = Math.max(2, (call.end - call.start) * scale);
  const text = `${call.name}, ${OUTCOMES[call.outcome]}, ${durationText(call.end - call.start)}${call.suspended.length ? `, ${plural(call.suspended.length, 'suspension')}` : ''}`;
  const group = svgElement('g', { class: `bar outcome-line-${call.outcome}`, tabindex: 0, role: 'button', 'aria-label': text });
  group.append(svgElement('rect', { x, y, width: w, height: ROW - 3, rx: 3 }));
  for (const [from, to] of call.suspended)
    group.append(svgElement('rect', { x: LEFT + from * scale, y: y + 2, width: Math.max(1, (to - from) * scale), height: ROW - 7, class: 'suspended' }));
  const room = Math.floor((Math.min(w, width - x) - 8) / 6.4);
  if (room >= 4) {
    const label = svgElement('text', { x: x + 5, y: y + 12.5 });
    const short = call.name.length > room && call.node ? call.node.label : call.name;
    label.textContent = short.length > room ? `…${short.slice(1 - room)}` : short;
    group.append(label);
  }
  const title = svgElement('title');
  title.textContent = text;
  group.append(title);
  const open = () => call.node && actions.selectNode(call.node);
  group.addEventListener('click', open);
  group.addEventListener('keydown', (event) => event.key === 'Enter' && open());
  return group;
}

function logMark(log, scale, y) {
  const x = LEFT + log.time * scale;
  const mark = svgElement('path', { d: `M${x} ${y} l4 7 h-8 z`, class: `log level-${log.level}` });
  const title = svgElement('title');
  title.textContent = `${log.level}: ${log.text}`;
  mark.append(title);
  return mark;
}

function timeAxis(span, scale, height) {
  const axis = svgElement('g', { class: 'axis' });
  const rough = span / 6;
  const power = 10 ** Math.floor(Math.log10(Math.max(rough, 1)));
  const step = [1, 2, 5, 10].map((factor) => factor * power).find((one) => one >= rough) ?? span;
  for (let at = 0; at <= span; at += step) {
    const x = LEFT + at * scale;
    axis.append(svgElement('line', { x1: x, x2: x, y1: 16, y2: height }));
    const mark = svgElement('text', { x: x + 3, y: 12 });
    mark.textContent = durationText(at);
    axis.append(mark);
  }
  return axis;
}

function picture(parts, span, width, zoom, actions) {
  const wide = (width - 2 * LEFT) * zoom;
  const scale = wide / span;
  const marks = [];
  let y = 22;
  for (const part of parts) {
    for (const lane of placeCalls(part.calls)) {
      const head = svgElement('text', { x: LEFT, y: y + 16, class: 'lane' });
      head.textContent = `${parts.length > 1 ? `${baseName(part.executable)}, ` : ''}thread ${lane.thread}`;
      marks.push(head);
      const logs = part.logs.filter((log) => log.thread === lane.thread);
      for (const log of logs.slice(0, MOST_LOGS)) marks.push(logMark(log, scale, y + LANE_HEAD - 7));
      y += LANE_HEAD;
      for (const call of lane.calls) marks.push(callBar(call, scale, LEFT + wide, y + call.row * ROW, actions));
      y += lane.rows * ROW + 8;
    }
  }
  const svg = svgElement('svg', { width: wide + 2 * LEFT, height: y, class: 'lanes' });
  svg.append(timeAxis(span, scale, y), ...marks);
  return svg;
}

function logList(parts) {
  const logs = parts.flatMap((part) => part.logs).sort((a, b) => a.time - b.time);
  if (!logs.length) return null;
  return element('details', { class: 'logs', open: true }, element('summary', {}, plural(logs.length, 'log line')),
    element('ol', {}, logs.slice(0, MOST_LOGS).map((log) => element('li', {},
      element('span', { class: 'count' }, durationText(log.time)), ' ', element('b', { class: `level-${log.level}` }, log.level), ' ', element('code', {}, log.text)))));
}

// `parts`: what each process has of one session (model.js). `actions`: selectNode(node), closeSession().
export function showTimeline(panel, parts, actions) {
  const span = Math.max(1, ...parts.map((part) => part.end), ...parts.flatMap((part) => part.calls.map((call) => call.end)));
  const calls = parts.reduce((sum, part) => sum + part.calls.length, 0);
  const leftOut = parts.reduce((sum, part) => sum + part.leftOut, 0);
  const scroller = element('div', { class: 'scroller', tabindex: 0, 'aria-label': 'Calls of the session by time' });
  let zoom = 1;
  const draw = () => scroller.replaceChildren(picture(parts, span, panel.clientWidth - 2, zoom, actions));
  const zoomTo = (factor) => {
    zoom = Math.min(64, Math.max(1, zoom * factor));
    draw();
  };
  panel.replaceChildren(
    element('header', {},
      element('div', {}, element('h2', {}, parts[0].name || 'session'), element('p', { class: 'note' },
        `${plural(calls, 'call')}${parts[0].timed ? ` in ${durationText(span)}` : ', not timed'}${leftOut ? `, ${plural(leftOut, 'more')} left out` : ''} · `, element('code', {}, parts[0].session))),
      element('button', { 'aria-label': 'Zoom out of the session', onclick: () => zoomTo(0.5) }, '−'),
      element('button', { 'aria-label': 'Zoom into the session', onclick: () => zoomTo(2) }, '+'),
      element('button', { 'aria-label': 'Close the session', onclick: () => actions.closeSession() }, '×')),
    scroller);
  const logs = logList(parts);
  if (logs) panel.append(logs);
  panel.hidden = false;
  draw();
  say(`Session ${parts[0].name}, ${calls} calls`);
}
