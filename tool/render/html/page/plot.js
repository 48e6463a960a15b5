// plot.js: how durations are distributed, as a small plot: logarithmic time from left to right, the middle call marked.

import { svgElement } from './dom.js';
import { durationText } from './format.js';
import { barStart } from './model.js';

const WIDTH = 320;
const HEIGHT = 56;

export function durationPlot(duration) {
  if (!duration?.bars) return null;
  const { bars, firstBar } = duration;
  const from = Math.floor((firstBar - 1) / 4) * 4; // whole octaves
  const to = Math.max(from + 16, Math.ceil((firstBar + bars.length + 1) / 4) * 4);
  const width = WIDTH / (to - from);
  const xOf = (ns) => (WIDTH * (4 * Math.log2(Math.max(ns, 0.5)) - from)) / (to - from);
  const plot = svgElement('svg', {
    viewBox: `0 0 ${WIDTH} ${HEIGHT + 16}`,
    class: 'plot',
    role: 'img',
    'aria-label': `Times from ${durationText(duration.min)} to ${durationText(duration.max)}, the middle one ${durationText(duration.p50)}`,
  });
  bars.forEach((height, i) => {
    if (!height) return;
    const h = Math.max(1.5, height * (HEIGHT - 8));
    plot.append(svgElement('rect', { x: (firstBar - from + i) * width + 0.5, y: HEIGHT - h, width: Math.max(1, width - 1), height: h, rx: 1, class: 'bar' }));
  });
  plot.append(svgElement('line', { x1: 0, x2: WIDTH, y1: HEIGHT, y2: HEIGHT, class: 'axis' }));
  const middle = xOf(duration.p50);
  plot.append(svgElement('line', { x1: middle, x2: middle, y1: 0, y2: HEIGHT, class: 'middle' }));
  const step = Math.max(4, Math.ceil((to - from) / 16) * 4);
  for (let bar = from; bar < to; bar += step) {
    const x = ((bar - from) / (to - from)) * WIDTH;
    const mark = svgElement('text', { x, y: HEIGHT + 13, class: 'mark' });
    mark.textContent = durationText(barStart(Math.max(bar, 0)));
    plot.append(mark);
  }
  return plot;
}
