// make_graph.mjs: a merged graph of any size, as flowlog writes it (docs/graph.md); the same each time.
//
// node make_graph.mjs NODES EDGES > graph.json
import { pathToFileURL } from 'node:url';

// Numbers that look random (xorshift32).
function randomFrom(seed) {
  let x = seed;
  return (below) => {
    x ^= x << 13;
    x ^= x >>> 17;
    x ^= x << 5;
    return (x >>> 0) % below;
  };
}

const WORDS = ['account', 'basket', 'cache', 'cart', 'clock', 'codec', 'config', 'cursor', 'delivery', 'digest', 'engine', 'filter', 'frame', 'index', 'ledger', 'limit', 'lookup', 'message', 'order', 'parser', 'payment', 'policy', 'price', 'queue', 'record', 'retry', 'router', 'schema', 'session', 'shard', 'signal', 'store', 'stream', 'token', 'tree', 'value'];
const VERBS = ['add', 'apply', 'begin', 'check', 'close', 'decode', 'drop', 'encode', 'find', 'flush', 'load', 'make', 'merge', 'open', 'parse', 'publish', 'read', 'remove', 'resolve', 'send', 'split', 'take', 'update', 'validate', 'write'];

// `count` durations around 2^`octave` ns, in buckets of 16 to the octave.
function durations(random, octave, count) {
  const buckets = new Map();
  const least = 2 ** octave;
  for (let i = 0; i < 24; ++i) {
    const part = (random(16) + random(16) + random(16)) / 3;
    const start = least * 2 ** Math.floor(part / 5) + Math.floor(part % 5) * (least / 16) * 2 ** Math.floor(part / 5);
    buckets.set(start, (buckets.get(start) ?? 0) + 1);
  }
  let left = count;
  const sorted = [...buckets].sort((a, b) => a[0] - b[0]).map(([start, weight], i, all) => {
    const here = i === all.length - 1 ? left : Math.min(left, Math.max(1, Math.floor((count * weight) / 24)));
    left -= here;
    return [start, here];
  }).filter(([, here]) => here);
  const sum = sorted.reduce((total, [start, here]) => total + start * here, 0);
  return { count, min: sorted[0][0], p50: sorted[0][0], p90: sorted[0][0], p99: sorted[0][0], max: sorted[sorted.length - 1][0], sum, buckets: sorted };
}

const sessionId = (n) => `2b1e7a4c-5c1f-4d52-9b8e-${n.toString(16).padStart(12, '0')}`;

export function makeGraph(nodeCount, edgeCount) {
  const random = randomFrom(20_260_301 + nodeCount);
  const word = () => WORDS[random(WORDS.length)];
  const modules = Array.from({ length: Math.max(3, Math.floor(nodeCount / 22)) }, (_, i) => (i % 3 === 0 || i < 4 ? `app::${word()}_${i}` : `app::${word()}_${3 * Math.floor(i / 3)}::${word()}`));
  const exemplars = () => [sessionId(random(40)), sessionId(100 + random(400))];
  // Modules stand in layers, and mostly call what is in their own or in the next ones.
  const moduleOf = (i) => Math.min(modules.length - 1, Math.floor((i / nodeCount) * modules.length));
  const firstOf = (module) => Math.ceil((module * nodeCount) / modules.length);
  const layers = 5;
  const layerOf = (module) => Math.floor((module * layers) / modules.length);
  const nodes = Array.from({ length: nodeCount }, (_, i) => {
    const module = modules[moduleOf(i)];
    const type = word().replace(/^./, (c) => c.toUpperCase());
    const name = `${module}::${random(3) ? `${type}::` : ''}${VERBS[random(VERBS.length)]}_${i}`;
    return { id: `${name}(${module}::${type} const&, std::size_t)`, name, module, type, rank: i };
  });
  const pairs = new Map();
  const connect = (from, to, branch) => pairs.set(`${from} ${to} ${branch}`, { from, to, branch });
  const callerOf = (i) => {
    const module = moduleOf(i);
    const first = firstOf(module);
    if (i > first && random(10) < 7) return first + random(Math.min(i - first, 8));
    const layer = layerOf(module);
    if (layer === 0) return 0;
    const above = Math.floor(((layer - 1 + random(10) / 10) * modules.length) / layers);
    return Math.min(i - 1, firstOf(Math.min(above, modules.length - 1)) + random(8));
  };
  for (let i = 1; i < nodeCount; ++i) connect(callerOf(i), i, 'success');
  while (pairs.size < edgeCount - 1) {
    const to = 1 + random(nodeCount - 1);
    connect(callerOf(to), to, ['success', 'success', 'success', 'error', 'partial'][random(5)]);
  }
  const calls = nodes.map(() => ({ success: 0, error: 0, partial: 0, abandoned: 0 }));
  const edges = [...pairs.values()].map(({ from, to, branch }) => {
    const frequency = branch === 'success' ? 1 + random(2 ** (4 + random(14))) : 1 + random(60);
    calls[to][branch] += frequency;
    return {
      from: nodes[from].id, to: nodes[to].id, branch, frequency,
      ...(branch === 'error' ? { details: { [`app::${word()}_error`]: frequency } } : branch === 'partial' ? { details: { empty: frequency } } : {}),
      duration_ns: durations(random, 8 + random(14), frequency), exemplars: exemplars(), lower_bound: false, static_only: false,
    };
  });
  const entry = 1000;
  calls[0].success += entry;
  edges.push({ from: '(entry)', to: nodes[0].id, branch: 'success', frequency: entry, duration_ns: durations(random, 22, entry), exemplars: exemplars(), lower_bound: false, static_only: false });
  const order = (a, b) => (a < b ? -1 : a > b ? 1 : 0);
  const branches = ['success', 'error', 'partial', 'abandoned'];
  edges.sort((a, b) => order(a.from, b.from) || order(a.to, b.to) || branches.indexOf(a.branch) - branches.indexOf(b.branch));
  return {
    graph_type: 'merged',
    format_version: 1,
    runs: [{ id: '8f14e45f-ceea-467f-9575-06f1b1d9c0de', label: '', executable: '/srv/app/bin/app', started: '2026-03-01T08:00:00.000000Z', complete: true, sessions: entry, calls: entry, dropped_records: 0, damaged_bytes: 0 }],
    nodes: nodes.map(({ id, name, module, type }, i) => {
      const occurrences = Object.values(calls[i]).reduce((a, b) => a + b);
      const input = { order: { type: `${module}::${type}`, fields: { id: 'int', name: 'std::string' } }, '#2': 'std::size_t' };
      const duration = durations(random, 8 + random(14), occurrences);
      return {
        id, function_name: name, symbols: [{ name: `_Z${i}f`, occurrences }], module, file: `/srv/app/src/${module.split('::').slice(1).join('/')}/${type.toLowerCase()}.cpp`, line: 10 + (i % 400),
        image: '/srv/app/bin/app', occurrences, input_shape: input, output_shape: 'int', outcomes: calls[i], duration_ns: duration, self_ns: Math.floor(duration.sum / 3),
        shape_variants: [{ input_shape: input, output_shape: 'int', occurrences }], exemplars: exemplars(), lower_bound: false,
      };
    }).sort((a, b) => order(a.id, b.id)),
    edges,
    variants: [],
    stats: {},
  };
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  process.stdout.write(JSON.stringify(makeGraph(Number(process.argv[2]), Number(process.argv[3]))));
}
