// model.js: the graph, as objects that refer to each other. Made once of the page's data (../page_data.cpp), and
// never changed.

export const OUTCOMES = ['success', 'error', 'partial', 'abandoned'];
export const GROUPINGS = ['namespace', 'directory', 'file', 'image'];

const DIGITS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

// Where bar `bar` of a distribution begins, in nanoseconds: there are four in an octave.
export const barStart = (bar) => 2 ** Math.floor(bar / 4) * (1 + (bar % 4) / 4);

function readDuration(row, calls) {
  if (!row) return null;
  const [count, min, p50, p90, p99, max, sum, firstBar, heights] = row;
  const bars = heights ? [...heights].map((digit) => DIGITS.indexOf(digit) / (DIGITS.length - 1)) : null;
  return { count: count || calls, min, p50, p90, p99, max, sum, firstBar, bars };
}

// Which tests ran it: a list of places, or their bits in hexadecimal digits.
function readTests(row) {
  if (!row) return [];
  if (Array.isArray(row)) return row;
  const places = [];
  [...row].forEach((digit, i) => {
    for (let bit = 0; bit < 4; ++bit) if ((parseInt(digit, 16) >> bit) & 1) places.push(4 * i + bit);
  });
  return places;
}

function readNode(row, index, texts) {
  const [id, name, label, module, file, line, image, outcomes, self, recording, duration, suspended, shapes, exemplars, tests, lowerBound] = row;
  const fullName = typeof name === 'number' ? id.slice(0, name) : name;
  const calls = outcomes.reduce((a, b) => a + b);
  const prefix = texts[module] ? `${texts[module]}::` : '';
  return {
    kind: 'node',
    index,
    id,
    name: fullName,
    label: label || (fullName.startsWith(prefix) ? fullName.slice(prefix.length) : fullName) || id,
    module: texts[module],
    file: texts[file],
    line,
    image: texts[image],
    outcomes,
    calls,
    failures: outcomes[1] + outcomes[3],
    self,
    recording,
    duration: readDuration(duration, calls),
    suspended: readDuration(suspended, calls),
    shapes: shapes.map(([input, output, count]) => ({ input: texts[input], output: texts[output], count })),
    exemplars: exemplars.map((session) => texts[session]),
    tests: new Set(readTests(tests)),
    lowerBound: Boolean(lowerBound),
    outside: false,
    out: [],
    in: [],
  };
}

function outsideNode(name, index) {
  const none = { module: '', file: '', line: 0, image: '', outcomes: [0, 0, 0, 0], calls: 0, failures: 0, self: 0, recording: 0 };
  return {
    kind: 'node',
    index,
    id: name,
    name,
    label: name === '(entry)' ? 'entry' : name,
    ...none,
    duration: null,
    suspended: null,
    shapes: [],
    exemplars: [],
    tests: new Set(),
    lowerBound: false,
    outside: true,
    out: [],
    in: [],
  };
}

function readEdge(row, index, nodes, texts) {
  const [from, to, branch, count, flags, duration, details, exemplars, tests] = row;
  const edge = {
    kind: 'edge',
    index,
    from: nodes[from],
    to: nodes[to],
    branch,
    count,
    lowerBound: Boolean(flags & 1),
    staticOnly: Boolean(flags & 2),
    virtual: Boolean(flags & 4),
    remote: Boolean(flags & 8),
    duration: readDuration(duration, count),
    details: details.map(([text, calls]) => ({ text: texts[text], count: calls })),
    exemplars: exemplars.map((session) => texts[session]),
    tests: new Set(readTests(tests)),
  };
  edge.from.out.push(edge);
  edge.to.in.push(edge);
  return edge;
}

// What became of the errors that began in one function; of functions that are not in the page, `node` is null.
function readErrors(row, nodes, texts) {
  const [origin, detail, count, unhandled, hops, handlers, exemplars, lowerBound] = row;
  const node = (number) => (number === null ? null : nodes[number]);
  return {
    origin: node(origin),
    detail: texts[detail],
    count,
    unhandled,
    hops: hops.map(([hop, errors]) => ({ hops: hop, count: errors })),
    handlers: handlers.map(([handler, handled, called, ended]) => ({
      node: node(handler),
      count: handled,
      thenCalled: called.map(([next, times]) => ({ node: node(next), count: times })).sort((a, b) => b.count - a.count),
      thenEnded: ended,
    })).sort((a, b) => b.count - a.count),
    exemplars: exemplars.map((session) => texts[session]),
    lowerBound: Boolean(lowerBound),
  };
}

// What one process has of a session; times in nanoseconds since it began.
function readSession(row, nodes, texts) {
  const [session, name, executable, timed, start, end, calls, logs, leftOut] = row;
  const read = calls.map(([node, text, , thread, from, to, outcome, pauses], index) => ({
    index,
    node: node === null ? null : nodes[node],
    name: texts[text],
    thread,
    start: from,
    end: to,
    outcome,
    suspended: pauses.flatMap((pause, i) => (i % 2 ? [] : [[pause, pauses[i + 1]]])),
  }));
  calls.forEach(([, , caller], index) => (read[index].caller = caller === null ? null : read[caller]));
  return {
    session: texts[session],
    name,
    executable,
    timed: Boolean(timed),
    start,
    end,
    calls: read,
    logs: logs.map(([time, call, thread, level, text]) => ({ time, call: call === null ? null : read[call], thread, level, text })),
    leftOut,
  };
}

function bySession(parts) {
  const sessions = new Map();
  for (const part of parts) sessions.set(part.session, [...(sessions.get(part.session) ?? []), part]);
  return sessions;
}

// Frames of one grouping. `key` names a frame in the address: the names from the outermost on.
function readFrames(rows, nodes) {
  const frames = rows.map(([name, parent], index) => ({ kind: 'frame', index, name, parent, columns: [], nodes: 0, failures: 0, calls: 0 }));
  const frameOf = new Array(nodes.length);
  frames.forEach((frame, index) => {
    frame.parent = rows[index][1] === null ? null : frames[rows[index][1]];
    frame.depth = frame.parent ? frame.parent.depth + 1 : 0;
    frame.key = frame.parent?.parent ? `${frame.parent.key}/${encodeURIComponent(frame.name)}` : encodeURIComponent(frame.name);
    frame.columns = rows[index][2].map((column) =>
      column.map((item) => {
        if (item < 0) return frames[-item];
        frameOf[item] = frame;
        return nodes[item];
      }),
    );
  });
  nodes.forEach((node) => {
    if (node.outside) return;
    for (let frame = frameOf[node.index]; frame; frame = frame.parent) {
      ++frame.nodes;
      frame.calls += node.calls;
      frame.failures += node.failures;
    }
  });
  return { frames, root: frames[0], frameOf, byKey: new Map(frames.map((frame) => [frame.key, frame])) };
}

export function readModel(data) {
  const nodes = data.nodes.map((row, index) => readNode(row, index, data.texts));
  for (const name of data.outside) nodes.push(outsideNode(name, nodes.length));
  const edges = data.edges.map((row, index) => readEdge(row, index, nodes, data.texts));
  for (const node of nodes) {
    node.out.sort((a, b) => b.count - a.count);
    node.in.sort((a, b) => b.count - a.count);
    if (node.outside) node.calls = node.out.reduce((sum, edge) => sum + edge.count, 0);
  }
  const groupings = new Map();
  return {
    title: data.title,
    notes: data.notes,
    groupBy: data.group_by,
    tests: data.tests,
    errors: data.errors.map((row) => readErrors(row, nodes, data.texts)).sort((a, b) => b.count - a.count),
    sessions: bySession(data.sessions.map((row) => readSession(row, nodes, data.texts))),
    nodes,
    edges,
    byId: new Map(nodes.map((node) => [node.id, node])),
    // Read when first asked for: most visitors use one grouping.
    grouping(name) {
      if (!groupings.has(name)) groupings.set(name, readFrames(data.places[name], nodes));
      return groupings.get(name);
    },
  };
}
