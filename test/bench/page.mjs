// page.mjs: how long a page takes in a browser without a graphics card, as JSON. FLOWLOG_BUILD: the build tree.
//
// node page.mjs PAGE
import { pathToFileURL } from 'node:url';
import { browser } from '../browser/browser.mjs';

const ROUNDS = 3;
const FRAMES = 60;

async function measureOnce(address) {
  const page = await browser.newPage({ viewport: { width: 1400, height: 900 } });
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('Performance.enable', { timeDomain: 'threadTicks' });
  const worked = async () => (await devtools.send('Performance.getMetrics')).metrics.find(({ name }) => name === 'TaskDuration').value * 1000;
  await page.goto(address);
  await page.waitForSelector('html[data-ready]');
  const ready = Number(await page.evaluate(() => document.documentElement.dataset.ready));
  await page.locator('#picture').press('E');
  await page.waitForTimeout(1500);
  const before = await worked();
  const seconds = await page.evaluate(async (frames) => {
    const canvas = document.getElementById('picture');
    const started = performance.now();
    for (let i = 0; i < frames; ++i) {
      canvas.dispatchEvent(new WheelEvent('wheel', { deltaY: i % 2 ? -30 : 30, clientX: 500, clientY: 400, bubbles: true, cancelable: true }));
      await new Promise(requestAnimationFrame);
    }
    return (performance.now() - started) / 1000;
  }, FRAMES);
  const redraw = ((await worked()) - before) / FRAMES;
  await page.close();
  return { ready, redraw, frames: FRAMES / seconds };
}

const address = pathToFileURL(process.argv[2]).href;
const rounds = [];
for (let i = 0; i < ROUNDS; ++i) rounds.push(await measureOnce(address));
await browser.close();
console.log(JSON.stringify({
  ready_ms: Math.min(...rounds.map((round) => round.ready)),
  redraw_ms: Math.min(...rounds.map((round) => round.redraw)),
  frames_per_second: Math.max(...rounds.map((round) => round.frames)),
}));
