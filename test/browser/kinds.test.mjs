// kinds.test.mjs: what only some graphs have: calls that never ran, losses, tests, errors that are followed, no frames.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { browser, details, onPage, render, shown } from './browser.mjs';
import { makeGraph } from './make_graph.mjs';

after(() => browser.close());

function graphOfAllKinds() {
  const graph = makeGraph(8, 14);
  const [first, second] = graph.nodes;
  first.lower_bound = true;
  graph.tests = ['Cart.Adds', 'Cart.Pays'];
  second.tests = [1];
  const into = graph.edges.find((edge) => edge.to === second.id);
  into.tests = [1];
  const { id: from } = graph.nodes[2];
  const written = { ...first, id: 'app::written()', function_name: 'app::written', module: 'app', symbols: [], occurrences: 0, outcomes: { success: 0, error: 0, partial: 0, abandoned: 0 }, shape_variants: [], exemplars: [], lower_bound: false };
  for (const field of ['duration_ns', 'self_ns']) delete written[field];
  Object.assign(written, { input_shape: null, output_shape: null });
  graph.nodes.push(written);
  graph.nodes.sort((a, b) => (a.id < b.id ? -1 : 1));
  graph.edges.push({ from, to: written.id, branch: 'success', frequency: 0, exemplars: [], lower_bound: false, static_only: true });
  const branches = ['success', 'error', 'partial', 'abandoned'];
  const order = (a, b) => (a < b ? -1 : a > b ? 1 : 0);
  graph.edges.sort((a, b) => order(a.from, b.from) || order(a.to, b.to) || branches.indexOf(a.branch) - branches.indexOf(b.branch));
  return graph;
}

const page = render('kinds', graphOfAllKinds());
const find = async (visited, name) => {
  await visited.keyboard.press('/');
  await visited.locator('#search').fill(name);
  await visited.keyboard.press('Enter');
};

test('what never ran is told apart, and can be left out', () =>
  onPage(page, async (visited) => {
    const everything = await shown(visited);
    assert.ok(everything.boxes.some((text) => text === 'app::written(), never called'), everything.boxes.join('\n'));
    assert.ok(everything.arrows.some((text) => text.endsWith('written, never ran')), everything.arrows.join('\n'));
    await find(visited, 'written');
    assert.match(await details(visited), /never/);
    await visited.keyboard.press('f');
    await visited.getByLabel('What never ran').uncheck();
    assert.equal((await shown(visited)).boxes.length, everything.boxes.length - 1);
  }));

test('a lower bound is marked wherever its number stands', () =>
  onPage(page, async (visited) => {
    const { boxes } = await shown(visited);
    assert.equal(boxes.filter((text) => text.includes('≥')).length, 1);
    await find(visited, boxes.find((text) => text.includes('≥')).split('(')[0]);
    assert.match(await details(visited), /≥ Records of its sessions were lost/);
  }));

test('shows what one test ran', () =>
  onPage(page, async (visited) => {
    await visited.keyboard.press('f');
    await visited.getByLabel('Run by test').selectOption({ label: 'Cart.Pays' });
    const { boxes } = await shown(visited);
    assert.equal(boxes.filter((text) => text.startsWith('app::')).length, 1, boxes.join('\n'));
    await visited.locator('.chip', { hasText: 'test Cart.Pays' }).click();
    assert.ok((await shown(visited)).boxes.length > 5);
  }));

test('a graph of one function, and one of none', async () => {
  const one = makeGraph(1, 1);
  await onPage(render('one', one), async (visited) => assert.equal((await shown(visited)).boxes.length, 2));
  const none = { ...one, nodes: [], edges: [] };
  await onPage(render('none', none), async (visited) => {
    assert.deepEqual(await shown(visited), { boxes: [], collapsed: [], arrows: [] });
    assert.match(await details(visited), /No function is left to show/);
  });
});
