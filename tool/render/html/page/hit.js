// hit.js: what lies under the pointer.

import { quadtree } from 'd3-quadtree';

const STEPS = 12; // points along an arrow; it is found by the nearest of them

const bezier = (a, b, c, d, t) => {
  const s = 1 - t;
  return s * s * s * a + 3 * s * s * t * b + 3 * s * t * t * c + t * t * t * d;
};

// Made when first needed, since only a pointer at rest asks for arrows.
function arrowPoints(scene) {
  if (scene.points) return scene.points;
  const points = [];
  for (const arrow of scene.arrows) {
    for (let i = 0; i <= STEPS; ++i) {
      const t = i / STEPS;
      points.push({ arrow, x: bezier(arrow.x0, arrow.cx0, arrow.cx1, arrow.x1, t), y: bezier(arrow.y0, arrow.y0, arrow.y1, arrow.y1, t) });
    }
  }
  scene.points = quadtree(points, (p) => p.x, (p) => p.y);
  return scene.points;
}

const holds = (box, x, y) => x >= box.x && x <= box.x + box.w && y >= box.y && y <= box.y + box.h;

// The distance to the curve near one of its points, from the points before and after it.
function distanceTo(arrow, x, y) {
  let least = Infinity;
  for (let i = 0; i <= 4 * STEPS; ++i) {
    const t = i / (4 * STEPS);
    const dx = bezier(arrow.x0, arrow.cx0, arrow.cx1, arrow.x1, t) - x;
    const dy = bezier(arrow.y0, arrow.y0, arrow.y1, arrow.y1, t) - y;
    least = Math.min(least, Math.hypot(dx, dy));
  }
  return least;
}

// The box at this place of the scene, or the head of an open frame, or an arrow within `reach`; null for none.
export function findAt(scene, x, y, reach) {
  const box = scene.boxes.findLast((one) => holds(one, x, y));
  if (box) return { kind: 'box', box };
  const frame = scene.frames.findLast((one) => holds(one, x, y));
  if (frame && y - frame.y < 30) return { kind: 'frame', frame };
  const near = arrowPoints(scene).find(x, y, 60);
  if (near && distanceTo(near.arrow, x, y) <= reach) return { kind: 'arrow', arrow: near.arrow };
  return null;
}
