// filters.js: which functions and edges the filters leave. They mean what they do for the other formats
// (graph/view.h).

function reachable(start, next) {
  const seen = new Set(start);
  const waiting = [...start];
  while (waiting.length) {
    for (const node of next(waiting.pop())) {
      if (seen.has(node)) continue;
      seen.add(node);
      waiting.push(node);
    }
  }
  return seen;
}

const isFailure = (edge) => edge.branch === 1 || edge.branch === 3;

// Edges for which `keeps` is true, and which nodes they touch.
function keepEdges(shown, keeps) {
  shown.edges = shown.edges.filter(keeps);
}

function keepNodes(shown, keeps) {
  shown.nodes = new Set([...shown.nodes].filter(keeps));
  keepEdges(shown, (edge) => shown.nodes.has(edge.from) && shown.nodes.has(edge.to));
}

function dropLonely(shown) {
  const touched = new Set(shown.edges.flatMap((edge) => [edge.from, edge.to]));
  keepNodes(shown, (node) => touched.has(node));
}

function keepFailures(shown) {
  const callers = new Map();
  for (const edge of shown.edges) callers.set(edge.to, [...(callers.get(edge.to) ?? []), edge.from]);
  const failed = shown.edges.filter(isFailure).map((edge) => edge.from);
  const leadsThere = reachable(failed, (node) => callers.get(node) ?? []);
  keepEdges(shown, (edge) => isFailure(edge) || leadsThere.has(edge.to));
  dropLonely(shown);
}

function keepFocus(shown, focus) {
  const callers = reachable([focus], (node) => node.in.map((edge) => edge.from));
  const callees = reachable([focus], (node) => node.out.map((edge) => edge.to));
  keepEdges(shown, (edge) => (callers.has(edge.from) && callers.has(edge.to)) || (callees.has(edge.from) && callees.has(edge.to)));
  keepNodes(shown, (node) => callers.has(node) || callees.has(node));
}

// { nodes: Set, edges: array }
export function applyFilters(model, filters) {
  const shown = { nodes: new Set(model.nodes), edges: model.edges };
  if (filters.module) {
    const wanted = filters.module.toLowerCase();
    keepNodes(shown, (node) => node.outside || node.module.toLowerCase().includes(wanted));
  }
  if (filters.test >= 0) {
    keepEdges(shown, (edge) => edge.tests.has(filters.test));
    keepNodes(shown, (node) => node.outside || node.tests.has(filters.test));
  }
  if (filters.focus) keepFocus(shown, filters.focus);
  if (!filters.unused) {
    keepEdges(shown, (edge) => !edge.staticOnly);
    keepNodes(shown, (node) => node.calls > 0);
  }
  if (filters.minCount > 0) {
    keepNodes(shown, (node) => node.calls >= filters.minCount);
    keepEdges(shown, (edge) => edge.count >= filters.minCount);
  }
  if (filters.onlyErrors) keepFailures(shown);
  if (filters.outcomes.includes(false)) {
    keepEdges(shown, (edge) => filters.outcomes[edge.branch]);
    dropLonely(shown);
  }
  const called = new Set(shown.edges.map((edge) => edge.from));
  keepNodes(shown, (node) => !node.outside || called.has(node));
  return shown;
}

// The shortest way of calls from one function to another, as edges; of equals, the one with the busier calls. Null if
// there is none.
export function findPath(shown, from, to) {
  const out = new Map();
  for (const edge of shown.edges) {
    if (!out.has(edge.from)) out.set(edge.from, []);
    out.get(edge.from).push(edge);
  }
  for (const edges of out.values()) edges.sort((a, b) => b.count - a.count);
  const cameBy = new Map([[from, null]]);
  for (let ring = [from]; ring.length && !cameBy.has(to); ) {
    const next = [];
    for (const node of ring) {
      for (const edge of out.get(node) ?? []) {
        if (cameBy.has(edge.to)) continue;
        cameBy.set(edge.to, edge);
        next.push(edge.to);
      }
    }
    ring = next;
  }
  if (!cameBy.has(to)) return null;
  const path = [];
  for (let edge = cameBy.get(to); edge; edge = cameBy.get(edge.from)) path.unshift(edge);
  return path;
}
