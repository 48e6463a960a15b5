// screenshots.test.mjs: pages as pictures, for a person to look at: build/screenshots. What is tested is that graphs of
// any size open, that they are drawn, and that all of a small one is.
import assert from 'node:assert/strict';
import { mkdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { browser, build, onPage, render, shown, source } from './browser.mjs';
import { makeGraph } from './make_graph.mjs';

after(() => browser.close());
const folder = join(build, 'screenshots');
mkdirSync(folder, { recursive: true });

// How many different colours stand on the canvas: an empty one has one.
const colors = (page) =>
  page.evaluate(() => {
    const canvas = document.getElementById('picture');
    const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
    return new Set(new Uint32Array(data.buffer)).size;
  });

async function picture(page, name) {
  await page.waitForTimeout(400); // for the eye only: movements come to rest
  const path = join(folder, `${name}.png`);
  await page.screenshot({ path });
  assert.ok(statSync(path).size > 10_000);
  assert.ok((await colors(page)) > 10);
}

const LOOKS = { light: {}, dark: { colorScheme: 'dark' }, narrow: { width: 480, height: 820 } };

for (const [nodes, edges] of [[5, 6], [50, 120], [500, 1500], [2000, 6000], [5000, 15000]]) {
  test(`${nodes} functions and ${edges} edges`, async () => {
    const page = render(`made-${nodes}`, makeGraph(nodes, edges));
    if (nodes === 2000) assert.ok(statSync(page).size < 1_000_000, `${statSync(page).size} bytes`);
    for (const [look, options] of Object.entries(LOOKS))
      await onPage(page, async (visited) => {
        const { boxes, collapsed } = await shown(visited);
        assert.ok(nodes > 100 ? collapsed.length > 5 : boxes.length === nodes + 1, `${boxes.length} ${collapsed.length}`);
        await picture(visited, `${nodes}-${look}`);
      }, options);
    await onPage(page, async (visited) => {
      await visited.locator('#picture').focus();
      await visited.keyboard.press('E');
      await picture(visited, `${nodes}-expanded`);
    });
  });
}

test('the sample API, with a function selected', () =>
  onPage(render('sample-selected', join(source, 'test/golden/sample_api.seed1.json')), async (page) => {
    await page.keyboard.press('/');
    await page.keyboard.type('payments::charge');
    await page.keyboard.press('Enter');
    await picture(page, 'sample-selected');
  }));
