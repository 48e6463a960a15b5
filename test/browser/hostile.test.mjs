// hostile.test.mjs: names stay text, whatever they are.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, test } from 'node:test';
import { browser, details, onPage, render, shown } from './browser.mjs';
import { makeGraph } from './make_graph.mjs';

after(() => browser.close());

const NAMES = [
  '</script><script>globalThis.owned = 1</script>',
  '<img src=x onerror="globalThis.owned = 1">',
  '"><svg onload=globalThis.owned=1>',
  "'; globalThis.owned = 1; //",
  '<!-- --> ]]> {{data}} {{script}} $& $1',
  'bidi \u202Eevitcepsrep\u2066 \u200F',
  'control \u0000\u0007\u001B[31m\u0085\r\n',
  'not utf-8 \uFFFD \u2028\u2029',
  '__proto__',
  'constructor',
  'Grüße::中文😀()',
  'x'.repeat(5000),
];

function hostileGraph() {
  const graph = makeGraph(NAMES.length, 30);
  const place = new Map(graph.nodes.map((node, i) => [node.id, NAMES[i]]));
  for (const node of graph.nodes) {
    const name = place.get(node.id);
    Object.assign(node, { id: name, function_name: name, module: name, file: name, image: name });
    node.input_shape = { [name]: name };
    node.shape_variants[0].input_shape = node.input_shape;
  }
  for (const edge of graph.edges) {
    edge.from = place.get(edge.from) ?? edge.from;
    edge.to = place.get(edge.to);
    if (edge.details) edge.details = { [edge.to]: edge.frequency };
  }
  graph.runs[0].executable = `/bin/${NAMES[0]}`;
  const order = (a, b) => (Buffer.from(a) < Buffer.from(b) ? -1 : 1);
  graph.nodes.sort((a, b) => order(a.id, b.id));
  return graph;
}

const page = render('hostile', hostileGraph());

test('no name stands in the file but as data', () => {
  const text = readFileSync(page, 'latin1');
  for (const part of ['owned', 'onerror', 'evitcepsrep', '\u001B']) assert.ok(!text.includes(part), part);
  assert.equal(text.match(/<script/g).length, 2);
});

test('the policy allows nothing that is not built in', () => {
  const policy = /Content-Security-Policy" content="([^"]*)"/.exec(readFileSync(page, 'utf8'))[1];
  assert.match(policy, /^default-src 'none'; script-src 'sha256-[^']+'; style-src 'sha256-[^']+'; img-src data:; base-uri 'none'; form-action 'none'$/);
});

test('every name is shown as text, and none runs', () =>
  onPage(page, async (visited) => {
    const { boxes } = await shown(visited);
    assert.equal(boxes.length, NAMES.length + 1);
    for (const name of ['<img src=x onerror="globalThis.owned = 1">', '__proto__', 'constructor', 'Grüße::中文😀()']) {
      assert.ok(boxes.some((text) => text.startsWith(name)), `${name} in\n${boxes.join('\n')}`);
      await visited.keyboard.press('/');
      await visited.locator('#search').fill(name.slice(0, 40));
      await visited.keyboard.press('Enter');
      assert.ok((await details(visited)).includes(name), name);
      await visited.keyboard.press('Escape');
    }
    for (const grouping of ['directory', 'file', 'image']) await visited.selectOption('#grouping', grouping);
    const all = await visited.evaluate(() => document.documentElement.outerHTML.replace(/<script[^]*<\/script>/g, ''));
    assert.ok(!/[\u202A-\u202E\u2066-\u2069\u200E\u200F\u0000-\u0008\u001B]/.test(all));
    assert.equal(await visited.evaluate(() => globalThis.owned), undefined);
    assert.equal(await visited.locator('img, #details svg:not(.plot)').count(), 0);
  }));
