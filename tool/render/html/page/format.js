// format.js: numbers as people read them; the same as in flowlog's pictures and tables (render/labels.cpp).

const UNITS = ['k', 'M', 'G', 'T', 'P', 'E'];

export function countText(count, lowerBound = false) {
  const sign = lowerBound ? '≥' : '';
  if (count < 100_000) return sign + count.toLocaleString('en');
  let value = count / 1000;
  let unit = 0;
  for (; value >= 999.5 && unit + 1 < UNITS.length; ++unit) value /= 1000;
  return sign + value.toFixed(value < 9.995 ? 2 : value < 99.95 ? 1 : 0) + UNITS[unit];
}

export function durationText(ns) {
  if (ns < 1000) return `${Math.round(ns)} ns`;
  const units = ['µs', 'ms', 's'];
  let value = ns / 1000;
  let unit = 0;
  for (; value >= 999.5 && unit + 1 < units.length; ++unit) value /= 1000;
  return `${value.toFixed(value < 9.95 ? 1 : 0)} ${units[unit]}`;
}

export function shareText(part, whole) {
  if (!part || !whole) return '0 %';
  const percent = (100 * part) / whole;
  return percent < 0.05 ? '<0.1 %' : `${percent.toFixed(percent < 9.95 ? 1 : 0)} %`;
}

export const plural = (count, one, many = `${one}s`) => `${countText(count)} ${count === 1 ? one : many}`;

// A node's second line.
export function factsText(node) {
  if (node.outside) return '';
  if (!node.calls) return 'never called';
  const calls = `${countText(node.calls, node.lowerBound)} ${node.calls === 1 ? 'call' : 'calls'}`;
  return node.duration ? `${calls} · ${durationText(node.duration.p50)}` : calls;
}
