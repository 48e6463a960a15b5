// stage.js: the canvas with its zoom and pointer. Shows the scene that it is given, at most once a frame.

import { select } from 'd3-selection';
import 'd3-transition';
import { zoom as createZoom, zoomIdentity } from 'd3-zoom';
import { draw, prepare } from './canvas.js';
import { countText } from './format.js';
import { findAt } from './hit.js';
import { createMinimap } from './minimap.js';

const MARGIN = 36;
const CLOSEST = 1.15; // fitting does not enlarge a small graph beyond this

const HEAVY = 300; // arrows: a browser without a graphics card takes longer than a frame to draw them
const SETTLED = 140; // ms without a movement, after which such a picture is drawn anew

const calm = () => window.matchMedia('(prefers-reduced-motion: reduce)').matches;

// `listeners`: pick(what, event), open(what), hover(what, x, y), moved().
export function createStage(canvas, minimapCanvas, listeners) {
  const context = canvas.getContext('2d', { alpha: false });
  const view = { scene: null, zoom: zoomIdentity, width: 0, height: 0, ratio: 1, colors: null, hovered: null, selected: null, emphasized: null, countText };
  let asked = 0;
  let moved = false; // by the visitor, so that a new size of the window need not fit

  const minimap = createMinimap(minimapCanvas, (x, y) => zoomTo(zoomIdentity.translate(view.width / 2 - x * view.zoom.k, view.height / 2 - y * view.zoom.k).scale(view.zoom.k), 0));

  // While a picture of many arrows moves, what was last drawn of it is moved and scaled instead.
  const still = { canvas: document.createElement('canvas'), zoom: null };
  let settling = 0;
  function keepStill() {
    still.canvas.width = canvas.width;
    still.canvas.height = canvas.height;
    still.canvas.getContext('2d', { alpha: false }).drawImage(canvas, 0, 0);
    still.zoom = drawnAt;
  }
  function drawStill() {
    const { zoom, ratio } = view;
    const k = zoom.k / still.zoom.k;
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.fillStyle = view.colors.ground;
    context.fillRect(0, 0, canvas.width, canvas.height);
    context.setTransform(k, 0, 0, k, (zoom.x - still.zoom.x * k) * ratio, (zoom.y - still.zoom.y * k) * ratio);
    context.drawImage(still.canvas, 0, 0);
  }

  let drawnAt = null;
  const drawNow = () => {
    asked = 0;
    if (!view.scene || !view.width) return;
    if (settling) {
      drawStill();
    } else {
      draw(context, view);
      drawnAt = view.zoom;
    }
    minimap.draw(view);
  };
  const redraw = () => (asked ||= requestAnimationFrame(drawNow));

  function settle() {
    clearTimeout(settling);
    settling = 0;
    redraw();
  }
  function move() {
    if (view.scene?.arrows.length > HEAVY && drawnAt) {
      if (!settling) keepStill();
      clearTimeout(settling);
      settling = setTimeout(settle, SETTLED);
    }
    redraw();
  }

  const behaviour = createZoom()
    .scaleExtent([0.02, 4])
    .on('zoom', (event) => {
      view.zoom = event.transform;
      if (event.sourceEvent) moved = true;
      move();
    })
    .on('end', () => listeners.moved());
  const selection = select(canvas).call(behaviour).on('dblclick.zoom', null);

  function zoomTo(transform, duration = 260) {
    const to = duration && !calm() ? selection.transition().duration(duration) : selection;
    to.call(behaviour.transform, transform);
  }

  function fitting() {
    const { root } = view.scene;
    const k = Math.min((view.width - 2 * MARGIN) / root.w, (view.height - 2 * MARGIN - 40) / root.h, CLOSEST);
    return zoomIdentity.translate((view.width - root.w * k) / 2, (view.height - 40 - root.h * k) / 2).scale(k);
  }

  const at = (event) => {
    const [x, y] = view.zoom.invert([event.offsetX, event.offsetY]);
    return view.scene ? findAt(view.scene, x, y, 7 / view.zoom.k) : null;
  };
  canvas.addEventListener('click', (event) => listeners.pick(at(event), event));
  canvas.addEventListener('dblclick', (event) => listeners.open(at(event)));
  canvas.addEventListener('pointermove', (event) => !event.buttons && listeners.hover(at(event), event.offsetX, event.offsetY));
  canvas.addEventListener('pointerleave', () => listeners.hover(null));

  function takeSize() {
    view.width = canvas.clientWidth;
    view.height = canvas.clientHeight;
    view.ratio = window.devicePixelRatio || 1;
    canvas.width = Math.round(view.width * view.ratio);
    canvas.height = Math.round(view.height * view.ratio);
  }
  takeSize();
  new ResizeObserver(() => {
    takeSize();
    if (view.scene && !moved) zoomTo(fitting(), 0);
    settle();
    drawNow();
  }).observe(canvas);

  return {
    view,
    redraw: settle,
    show(scene) {
      prepare(scene);
      view.scene = scene;
      drawnAt = null;
      minimap.show(scene, view.colors);
      settle();
    },
    setColors(colors) {
      view.colors = colors;
      if (view.scene) minimap.show(view.scene, colors);
      settle();
    },
    fit(duration) {
      moved = false;
      zoomTo(fitting(), duration);
    },
    zoomBy(factor) {
      moved = true;
      (calm() ? selection : selection.transition().duration(160)).call(behaviour.scaleBy, factor);
    },
    // Moves the picture so that what was at (x, y) of the old scene, and is at (newX, newY) of this one, stays where it is.
    hold(x, y, newX, newY) {
      const { k } = view.zoom;
      zoomTo(zoomIdentity.translate(view.zoom.x + (x - newX) * k, view.zoom.y + (y - newY) * k).scale(k), 0);
    },
    // Brings a box into sight, and near enough to be read.
    reveal(box) {
      const { zoom, width, height } = view;
      const k = Math.max(zoom.k, 0.7);
      const left = zoom.applyX(box.x);
      const top = zoom.applyY(box.y);
      const seen = k === zoom.k && left > 20 && top > 50 && left + box.w * k < width - 20 && top + box.h * k < height - 60;
      if (seen) return;
      moved = true;
      zoomTo(zoomIdentity.translate(width / 2 - (box.x + box.w / 2) * k, height / 2 - (box.y + box.h / 2) * k).scale(k));
    },
    // The place in the middle of the screen, and the scale; null while everything is shown.
    where() {
      if (!moved) return null;
      const [x, y] = view.zoom.invert([view.width / 2, view.height / 2]);
      return { x, y, k: view.zoom.k };
    },
    goTo({ x, y, k }) {
      moved = true;
      zoomTo(zoomIdentity.translate(view.width / 2 - x * k, view.height / 2 - y * k).scale(k), 0);
    },
  };
}
