// browser.mjs: a headless browser, pages that flowlog renders, and what every test of them demands: no error on the
// console, no violation of the page's policy, and no request but for the page itself.
//
// FLOWLOG_BUILD: the build tree.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

export const build = process.env.FLOWLOG_BUILD;
export const source = fileURLToPath(new URL('../..', import.meta.url));
const work = join(build, 'test', 'browser', 'pages');
mkdirSync(work, { recursive: true });

const { chromium } = createRequire(join(build, 'test', 'browser', 'npm', 'none.js'))('playwright-core');
export const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium-headless-shell',
  args: ['--no-sandbox', '--disable-background-networking'],
});

// Renders a graph, which is a file or an object in the form of one, and gives the page's path.
export function render(name, graph, ...options) {
  const page = join(work, `${name}.html`);
  let file = graph;
  if (typeof graph !== 'string') {
    file = join(work, `${name}.json`);
    writeFileSync(file, JSON.stringify(graph));
  }
  execFileSync(join(build, 'bin', 'flowlog'), ['render', file, '-T', 'html', '-o', page, ...options]);
  return page;
}

// Opens a page at an address behind the #, lets `visit` do with it what it wants, and checks what it must never do.
export async function onPage(path, visit, { hash = '', width = 1280, height = 800, colorScheme = 'light' } = {}) {
  const context = await browser.newContext({ viewport: { width, height }, colorScheme });
  const page = await context.newPage();
  const [complaints, requests] = [[], []];
  page.on('console', (message) => complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(String(error.stack ?? error)));
  page.on('request', (request) => requests.push(request.url()));
  const address = pathToFileURL(path).href;
  await page.goto(address + (hash ? `#${hash}` : ''));
  await page.waitForSelector('html[data-ready]');
  await visit(page);
  assert.deepEqual(complaints, []);
  assert.deepEqual(requests.map((url) => url.replace(/#.*/, '')), [address]);
  await context.close();
}

const texts = (page, selector) => page.locator(selector).allTextContents();

// What the picture shows, as it tells a screen reader.
export async function shown(page) {
  await page.evaluate(() => new Promise((done) => setTimeout(done)));
  return { boxes: await texts(page, '#shown .node'), collapsed: await texts(page, '#shown .collapsed'), arrows: await texts(page, '#shown .arrow') };
}

export const details = (page) => page.locator('#details').innerText();
export const title = (page) => page.locator('#details h2').innerText();
export const said = (page) => page.locator('#said').textContent();

// The view that is kept in the address, once it stands there.
export async function address(page, wanted) {
  await page.waitForFunction((text) => decodeURIComponent(location.hash).includes(text), wanted);
  return page.evaluate(() => location.hash.slice(1));
}
