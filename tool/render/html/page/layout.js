// layout.js: coordinates for what stands in the picture. Columns and their order were computed beforehand
// (../places.h); here they get sizes and gaps, so that a frame takes only the room of what it shows.

const GAP = { row: 13, split: 16, column: 46, frame: 22, band: 30 };
const PAD = { side: 14, top: 34, bottom: 14 };

const WIDE = 1200; // what is less needs no second line

const sum = (values) => values.reduce((a, b) => a + b, 0);
const columnHeight = (items) => sum(items.map((item) => item.h)) + GAP.row * Math.max(0, items.length - 1);

// Columns that are much higher than the frame should be become several, side by side.
function splitColumns(columns) {
  const all = columns.flat();
  const area = sum(all.map((item) => (item.w + GAP.split) * (item.h + GAP.row)));
  const wanted = Math.max(0.85 * Math.sqrt(area), ...all.map((item) => item.h));
  const split = [];
  for (const column of columns) {
    const parts = Math.max(1, Math.round(columnHeight(column) / (1.25 * wanted)));
    const height = columnHeight(column) / parts;
    let part = [];
    split.push({ items: part, gap: GAP.column });
    for (const item of column) {
      if (part.length && columnHeight(part) + item.h / 2 > height) {
        part = [];
        split.push({ items: part, gap: GAP.split });
      }
      part.push(item);
    }
  }
  return split;
}

// Moves the items of a column as near to where they want to be as their order allows: least squares, by pooling those
// that are in each other's way.
function settle(items, wanted) {
  const pools = [];
  items.forEach((item, i) => {
    let pool = { items: [item], height: item.h, sum: wanted[i] - item.h / 2, count: 1 };
    while (pools.length) {
      const above = pools[pools.length - 1];
      if (above.sum / above.count + above.height + GAP.row <= pool.sum / pool.count) break;
      pools.pop();
      const shift = above.height + GAP.row;
      pool = {
        items: above.items.concat(pool.items),
        height: shift + pool.height,
        sum: above.sum + pool.sum - shift * pool.count,
        count: above.count + pool.count,
      };
    }
    pools.push(pool);
  });
  for (const pool of pools) {
    let y = pool.sum / pool.count;
    for (const item of pool.items) {
      item.y = y;
      y += item.h + GAP.row;
    }
  }
}

// Straightens arrows: each item moves towards the middle of its neighbours to the left, then to the right.
function straighten(columns, neighbours) {
  const here = new Map();
  columns.forEach((column, c) => column.items.forEach((item) => here.set(item, c)));
  const towards = (column, side) => {
    const wanted = column.items.map((item) => {
      const others = (neighbours.get(item) ?? []).filter((other) => here.has(other) && Math.sign(here.get(other) - here.get(item)) === side);
      const centre = (one) => one.y + one.h / 2;
      return others.length ? sum(others.map(centre)) / others.length : centre(item);
    });
    settle(column.items, wanted);
  };
  for (let round = 0; round < 3; ++round) {
    for (const column of columns) towards(column, -1);
    for (const column of [...columns].reverse()) towards(column, +1);
  }
}

// Where a frame would be much wider than high, its columns go on below, as lines of text do.
function breakIntoBands(columns) {
  const widthOf = (column) => column.gap + Math.max(...column.items.map((item) => item.w));
  const width = sum(columns.map(widthOf));
  const height = Math.max(...columns.map((column) => columnHeight(column.items)));
  if (width < WIDE || width < 4.5 * height) return [columns];
  const most = Math.sqrt(2 * width * (height + GAP.band));
  const bands = [[]];
  let used = 0;
  for (const column of columns) {
    if (used + widthOf(column) > most && used > 0) {
      bands.push([]);
      used = 0;
    }
    bands[bands.length - 1].push(column);
    used += widthOf(column);
  }
  return bands;
}

// Places one band below `top`. Gives its width and where it ends.
function placeBand(columns, top, neighbours) {
  const highest = Math.max(...columns.map((column) => columnHeight(column.items)));
  const holdsFrames = (column) => column.items.some((item) => item.columns);
  let x = PAD.side;
  columns.forEach((column, c) => {
    if (c > 0) x += holdsFrames(column) || holdsFrames(columns[c - 1]) ? Math.max(column.gap, GAP.frame) : column.gap;
    let y = (highest - columnHeight(column.items)) / 2;
    for (const item of column.items) {
      item.x = x;
      item.y = y;
      y += item.h + GAP.row;
    }
    x += Math.max(...column.items.map((item) => item.w));
  });
  straighten(columns, neighbours);
  const items = columns.flatMap((column) => column.items);
  const highestItem = Math.min(...items.map((item) => item.y));
  for (const item of items) item.y += top - highestItem;
  return { right: x, bottom: Math.max(...items.map((item) => item.y + item.h)) };
}

// Gives the items of a frame x and y within it, and the frame its size.
function placeFrame(box, neighbours) {
  let [right, bottom] = [0, PAD.top - GAP.band];
  for (const band of breakIntoBands(splitColumns(box.columns))) {
    const placed = placeBand(band, bottom + GAP.band, neighbours);
    right = Math.max(right, placed.right);
    bottom = placed.bottom;
  }
  box.w = Math.max(right + PAD.side, box.minWidth);
  box.h = bottom + PAD.bottom;
}

function moveTo(box, x, y) {
  box.x += x;
  box.y += y;
  for (const item of box.columns?.flat() ?? []) moveTo(item, box.x, box.y);
}

// `root`: a box with `columns` of boxes, which have either columns of their own or a size; none is empty. `links`: pairs
// of boxes between which arrows go. Afterwards every box has x, y, w and h.
export function layOut(root, links) {
  const neighbours = new Map();
  const add = (a, b) => neighbours.has(a) ? neighbours.get(a).push(b) : neighbours.set(a, [b]);
  for (const [from, to] of links) {
    let [a, b] = [from, to];
    while (a.parent !== b.parent) a.depth >= b.depth ? (a = a.parent) : (b = b.parent);
    if (a === b) continue;
    add(a, b);
    add(b, a);
  }
  const place = (box) => {
    for (const item of box.columns.flat()) if (item.columns) place(item);
    placeFrame(box, neighbours);
  };
  root.x = root.y = 0;
  if (root.columns.length) {
    place(root);
    moveTo(root, 0, 0);
  } else {
    root.w = root.h = 1;
  }
}
