// page.test.mjs: what a visitor can do with the page of the sample API, whose counts are known.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { join } from 'node:path';
import { address, browser, details, onPage, render, said, shown, source, title } from './browser.mjs';

after(() => browser.close());
const sample = render('sample', join(source, 'test/golden/sample_api.seed1.json'));

test('shows every function and arrow of a small graph', () =>
  onPage(sample, async (page) => {
    const { boxes, collapsed, arrows } = await shown(page);
    assert.equal(boxes.length, 39); // 38 functions and where calls come from
    assert.deepEqual(collapsed, []);
    assert.ok(boxes.some((text) => /^shop::pricing::price_of.*, 733 calls/.test(text)), boxes.join('\n'));
    assert.ok(arrows.some((text) => text.startsWith('charge → authorize, error 30')), arrows.join('\n'));
    assert.match(await page.locator('#summary').innerText(), /400 sessions in 2 runs/);
  }));

test('finds a function with the keyboard, and tells what is known of it', () =>
  onPage(sample, async (page) => {
    await page.keyboard.press('/');
    await page.keyboard.type('price_of');
    assert.equal(await page.locator('#found [aria-selected=true] .name').innerText(), 'price_of');
    await page.keyboard.press('Enter');
    assert.equal(await title(page), 'price_of');
    assert.match(await said(page), /price_of.*733 calls/);
    const text = await details(page);
    for (const part of ['Outcomes', 'Called by', 'Calls', 'Shape', 'examples/sample_api']) assert.ok(text.includes(part), `${part} in:\n${text}`);
    await page.keyboard.press('Escape');
    assert.equal(await title(page), 'What ran');
  }));

test('arrow keys move along the calls', () =>
  onPage(sample, async (page) => {
    await page.locator('#picture').focus();
    await page.keyboard.press('ArrowRight');
    assert.equal(await title(page), 'entry');
    await page.keyboard.press('ArrowRight');
    const first = await title(page);
    assert.notEqual(first, 'entry');
    await page.keyboard.press('ArrowRight');
    assert.notEqual(await title(page), first);
    await page.keyboard.press('ArrowLeft');
    assert.equal(await title(page), first);
  }));

test('collapses and expands frames, and adds up what leads in and out', () =>
  onPage(sample, async (page) => {
    await page.locator('#picture').focus();
    await page.keyboard.press('C');
    const closed = await shown(page);
    assert.deepEqual(closed.collapsed.map((text) => text.replace(/,.*/, '')).sort(), ['bank', 'shop']);
    assert.equal(closed.boxes.length, 1);
    const before = await address(page, 'closed=');
    await page.keyboard.press('E');
    assert.equal((await shown(page)).boxes.length, 39);
    await onPage(sample, async (again) => assert.deepEqual(await shown(again), closed), { hash: before });
  }));

test('groups by namespace, directory, file and image', () =>
  onPage(sample, async (page) => {
    for (const grouping of ['directory', 'file', 'image']) {
      await page.selectOption('#grouping', grouping);
      await page.locator('#picture').focus();
      await page.keyboard.press('C');
      assert.notDeepEqual((await shown(page)).collapsed, [], grouping);
      await page.keyboard.press('E');
      assert.equal((await shown(page)).boxes.length, 39, grouping);
    }
  }));

test('filters what is shown, says so, and takes it back', () =>
  onPage(sample, async (page) => {
    const everything = await shown(page);
    await page.keyboard.press('f');
    await page.getByLabel('Only what failed').check();
    const failures = await shown(page);
    assert.ok(failures.boxes.length < everything.boxes.length);
    assert.ok(failures.arrows.length < everything.arrows.length);
    assert.ok(failures.arrows.some((text) => text.includes('error')));
    assert.ok(!failures.arrows.some((text) => text.includes('partial')));
    await page.locator('.chip', { hasText: 'only failures' }).click();
    assert.deepEqual(await shown(page), everything);

    await page.getByLabel('Called at least').fill('200');
    const often = await shown(page);
    assert.ok(often.boxes.length < 8 && often.boxes.some((text) => text.includes('price_of')), often.boxes.join('\n'));
    await page.getByLabel('Called at least').fill('');

    await page.getByLabel('Module').fill('payments');
    assert.ok((await shown(page)).boxes.every((text) => text.includes('payments')));
    await page.getByRole('button', { name: 'Show everything' }).first().click();
    await page.keyboard.press('Escape');

    await page.locator('#legend button', { hasText: 'success' }).click();
    assert.ok((await shown(page)).arrows.every((text) => !text.includes('success')));
    assert.ok((await address(page, 'outcomes=')).includes('outcomes=0111'));
  }));

test('shows only what is around a function', () =>
  onPage(sample, async (page) => {
    await page.keyboard.press('/');
    await page.keyboard.type('reach_card_issuer');
    await page.keyboard.press('Enter');
    await page.keyboard.press('o');
    const around = await shown(page);
    assert.ok(around.boxes.length < 15 && around.boxes.some((text) => text.includes('reach_card_issuer')));
    await page.keyboard.press('o');
    assert.equal((await shown(page)).boxes.length, 39);
  }));

test('finds a path between two functions', () =>
  onPage(sample, async (page) => {
    await page.keyboard.press('/');
    await page.keyboard.type('Service::handle');
    await page.keyboard.press('Enter');
    await page.keyboard.press('p');
    await page.keyboard.type('Hold::add');
    await page.keyboard.press('Enter');
    const steps = await page.locator('.steps li .link').allInnerTexts();
    assert.equal(steps[0], 'shop::api::Service::handle');
    assert.equal(steps.at(-1), 'shop::inventory::Hold::add');
    const hash = await address(page, 'until=');
    await onPage(sample, async (again) => assert.deepEqual(await again.locator('.steps li .link').allInnerTexts(), steps), { hash });
  }));

test('tells of an edge what it tells of a function', () =>
  onPage(sample, async (page) => {
    await page.keyboard.press('/');
    await page.keyboard.type('payments::charge');
    await page.keyboard.press('Enter');
    await page.locator('#details .call', { hasText: 'authorize' }).getByLabel('error: this call').click();
    assert.match(await title(page), /charge → .*authorize/);
    const text = await details(page);
    assert.match(text, /30\s*calls/);
    assert.match(text, /What lies behind/);
    const hash = await address(page, 'branch=1');
    await onPage(sample, async (again) => assert.equal(await details(again), text), { hash });
  }));

test('the pointer selects what is under it, and the address keeps zoom and selection', () =>
  onPage(sample, async (page) => {
    const canvas = page.locator('#picture');
    const { width, height } = await canvas.boundingBox();
    const seen = new Set();
    for (let x = 20; x < width; x += 24) {
      await canvas.hover({ position: { x, y: height / 2 - 20 } });
      if (await page.locator('#hint').isVisible()) seen.add(await page.locator('#hint').innerText());
    }
    assert.ok(seen.size >= 3, [...seen].join('\n'));
    await page.mouse.wheel(0, -400);
    const zoomed = await address(page, 'zoom=');
    await onPage(sample, async (again) => {
      assert.equal(await address(again, 'zoom='), zoomed);
      await again.locator('#picture').focus();
      await again.keyboard.press('0');
      await again.waitForFunction(() => !location.hash.includes('zoom'));
    }, { hash: zoomed });
  }));

test('an address of another graph, or none at all, opens the page as it is', async () => {
  for (const hash of ['at=gone&closed=no,such&test=none&zoom=1,nan,2&group=colour', '%E0%A4%A', 'min=-3&outcomes=zz&session=x', '='.repeat(5000)])
    await onPage(sample, async (page) => assert.equal((await shown(page)).boxes.length, 39), { hash });
});

test('light and dark, by the system or by choice', () =>
  onPage(sample, async (page) => {
    const ground = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    const dark = await ground();
    await page.locator('#theme').click();
    const light = await ground();
    assert.notEqual(light, dark);
    await page.locator('#theme').click();
    assert.equal(await ground(), dark);
    await address(page, 'theme=dark');
  }, { colorScheme: 'dark' }));

test('every control is reached by the Tab key, in order', () =>
  onPage(sample, async (page) => {
    const reached = [];
    for (let i = 0; i < 12; ++i) {
      await page.keyboard.press('Tab');
      reached.push(await page.evaluate(() => document.activeElement.id || document.activeElement.parentElement.id));
    }
    for (const id of ['search', 'grouping', 'show-filters', 'theme', 'show-help', 'picture', 'legend']) assert.ok(reached.includes(id), `${id} in ${reached}`);
    await page.keyboard.press('?');
    assert.ok(await page.locator('#help').isVisible());
    await page.keyboard.press('Escape');
    assert.ok(!(await page.locator('#help').isVisible()));
  }));
