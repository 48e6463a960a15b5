// session.test.mjs: an exemplar session as a timeline: threads, coroutines, suspensions, log lines in place.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { address, browser, build, onPage, render, title } from './browser.mjs';

after(() => browser.close());

const TRACE = `trace 6f1c0a52-7d1e-4b7a-9c3e-2f5d8a1b4c6e
clock 0 0 1700000000000000000
site 1 {"id":"shop::serve(int)","function_name":"shop::serve","module":"shop"}
site 2 {"id":"shop::fetch()","function_name":"shop::fetch","module":"shop"}
site 3 {"id":"<b>parse</b>","function_name":"<b>parse</b>"}
chunk 1 0
1000 enter 1
1200 share 100
2000 log warning "<img src=x>" "n" i32 5
2500 enter 3
3500 exit 3 error
9000 exit 1 success
chunk 2 0
1500 adopt 100
1600 enter 2
2600 suspend 200
2700 release 100
chunk 3 0
6000 resume 200
7000 exit 2 success
`;

const folder = join(build, 'test', 'browser', 'pages', 'session');
mkdirSync(folder, { recursive: true });
const flowlog = (...args) => execFileSync(join(build, 'bin', 'flowlog'), args, { encoding: 'utf8' });
writeFileSync(join(folder, 'trace.txt'), TRACE);
flowlog('pack', join(folder, 'trace.txt'), '-o', join(folder, 'trace.flog'));
flowlog('merge', join(folder, 'trace.flog'), '-o', join(folder, 'graph.json'));
const page = render('session', join(folder, 'graph.json'), '--sessions', join(folder, 'trace.flog'));
const bars = (visited) => visited.locator('#timeline .bar').evaluateAll((all) => all.map((bar) => bar.getAttribute('aria-label')));

test('an exemplar opens as a timeline, which the address keeps', () =>
  onPage(page, async (visited) => {
    assert.ok(!(await visited.locator('#timeline').isVisible()));
    await visited.keyboard.press('/');
    await visited.keyboard.type('fetch');
    await visited.keyboard.press('Enter');
    await visited.locator('#details section', { hasText: 'Sessions to look at' }).locator('button').first().click();
    assert.deepEqual((await bars(visited)).sort(), [
      '<b>parse</b>, error, 1.0 µs',
      'shop::fetch, success, 5.4 µs, 1 suspension',
      'shop::serve, success, 8.0 µs',
    ]);
    assert.deepEqual(await visited.locator('#timeline .lane').allTextContents(), ['thread 1', 'thread 2']);
    assert.equal(await visited.locator('#timeline .suspended').count(), 1);
    assert.equal(await visited.locator('#timeline .log').count(), 1);
    assert.deepEqual(await visited.locator('#timeline .logs li').allInnerTexts(), ['1.0 µs warning <img src=x> n=5']);
    assert.equal(await visited.locator('img').count(), 0);

    await visited.locator('#timeline .bar').first().click();
    assert.equal(await title(visited), 'serve');
    const hash = await address(visited, 'session=');
    await onPage(page, async (again) => assert.equal((await bars(again)).length, 3), { hash });

    await visited.locator('#picture').focus();
    await visited.keyboard.press('Escape');
    assert.ok(!(await visited.locator('#timeline').isVisible()));
  }));

test('without traces the page names the session to look for', () =>
  onPage(render('no-session', join(folder, 'graph.json')), async (visited) => {
    await visited.keyboard.press('/');
    await visited.keyboard.type('fetch');
    await visited.keyboard.press('Enter');
    assert.equal(await visited.locator('#details section', { hasText: 'Sessions to look at' }).locator('button').count(), 0);
  }));
