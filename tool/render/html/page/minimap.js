// minimap.js: the whole picture in the corner, and which part of it is on screen.

const SIZE = { width: 176, height: 120 };

// `moveTo(x, y)` brings a place of the scene to the middle of the screen.
export function createMinimap(canvas, moveTo) {
  const context = canvas.getContext('2d');
  const still = document.createElement('canvas');
  let scene = null;
  let scale = 1;
  let offset = { x: 0, y: 0 };

  const drawStill = (colors) => {
    const ratio = window.devicePixelRatio || 1;
    for (const one of [canvas, still]) {
      one.width = SIZE.width * ratio;
      one.height = SIZE.height * ratio;
    }
    scale = Math.min(SIZE.width / scene.root.w, SIZE.height / scene.root.h) * 0.94;
    offset = { x: (SIZE.width - scene.root.w * scale) / 2, y: (SIZE.height - scene.root.h * scale) / 2 };
    const to = still.getContext('2d');
    to.setTransform(scale * ratio, 0, 0, scale * ratio, offset.x * ratio, offset.y * ratio);
    for (const frame of scene.frames) {
      to.fillStyle = colors.frames[Math.min(frame.depth, 3) - 1];
      to.fillRect(frame.x, frame.y, frame.w, frame.h);
    }
    for (const box of scene.boxes) {
      const failed = box.node ? box.node.failures : box.frame.failures;
      to.fillStyle = failed ? colors.outcomes[1] : colors.muted;
      to.globalAlpha = failed ? 0.9 : 0.55;
      const least = 1 / scale;
      to.fillRect(box.x, box.y, Math.max(box.w, least), Math.max(box.h, least));
    }
  };

  let dragging = false;
  const follow = (event) => {
    if (!dragging) return;
    moveTo((event.offsetX - offset.x) / scale, (event.offsetY - offset.y) / scale);
  };
  canvas.addEventListener('pointerdown', (event) => {
    dragging = true;
    canvas.setPointerCapture(event.pointerId);
    follow(event);
  });
  canvas.addEventListener('pointermove', follow);
  canvas.addEventListener('pointerup', () => (dragging = false));

  return {
    show(newScene, colors) {
      scene = newScene;
      drawStill(colors);
    },
    // Hidden while the picture is on screen as a whole.
    draw({ zoom, width, height, colors }) {
      const whole = zoom.x >= 0 && zoom.y >= 0 && zoom.x + scene.root.w * zoom.k <= width && zoom.y + scene.root.h * zoom.k <= height;
      canvas.classList.toggle('idle', whole);
      if (whole) return;
      const ratio = canvas.width / SIZE.width;
      context.setTransform(1, 0, 0, 1, 0, 0);
      context.clearRect(0, 0, canvas.width, canvas.height);
      context.drawImage(still, 0, 0);
      context.setTransform(ratio, 0, 0, ratio, 0, 0);
      context.strokeStyle = colors.accent;
      context.lineWidth = 1.5;
      const x = Math.max(1, offset.x - (zoom.x / zoom.k) * scale);
      const y = Math.max(1, offset.y - (zoom.y / zoom.k) * scale);
      const right = Math.min(SIZE.width - 1, offset.x + ((width - zoom.x) / zoom.k) * scale);
      const bottom = Math.min(SIZE.height - 1, offset.y + ((height - zoom.y) / zoom.k) * scale);
      context.strokeRect(x, y, Math.max(3, right - x), Math.max(3, bottom - y));
    },
  };
}
