import { expect, it } from '@jest/globals';
import { describeBrowser } from '../../support/chromium.js';
import { ClientTest } from './client-test.js';
import { elements } from './frame.js';
import { until } from './until.js';

const ENDLESS = `retry:'always', retryMaxCount:Infinity, requestCancellation:'cleanup', filterSignals:{include:/^$/}, retryInterval:50`;

describeBrowser('streams', () => {
  const t = new ClientTest();

  const open = (options = ENDLESS, more = '') =>
    t.open(`<div data-signals="{n: 1, _local: 2}"></div><p id="p">0</p>${more}
      <div id="stream" data-init="@get('/live',{${options}})"></div>`);
  const shows = (text: string) =>
    until(`the page shows ${text}`, async () => (await t.page.locator('#p').textContent()) === text);
  /** Types of the events of one element, in order. */
  const watchFetchEvents = () =>
    t.page.addInitScript(() => {
      const seen: string[] = [];
      Object.assign(window, { seen });
      document.addEventListener('datastar-fetch', (event) => seen.push((event as CustomEvent).detail.type));
    });
  const seenEvents = () => t.page.evaluate(() => (window as unknown as { seen: string[] }).seen);
  const finished = () => until('the request has ended', async () => (await seenEvents()).includes('finished'));

  it.each(['clean end', 'socket reset'])("retry:'always' comes back after a %s", async (how) => {
    t.server.stream('/live');
    await open();
    const first = await t.server.nthStream(1);
    first.send(elements('<p id="p">1</p>'));
    await shows('1');
    if (how === 'clean end') first.end();
    else first.reset();
    (await t.server.nthStream(2)).send(elements('<p id="p">2</p>'));
    await shows('2');
  });

  it("retry:'always' comes back after 503s", async () => {
    t.server.status('/live', 503);
    await open();
    await until('three attempts', () => t.server.to('/live').length >= 3);
    t.server.stream('/live');
    (await t.server.nthStream(1)).send(elements('<p id="p">up</p>'));
    await shows('up');
  });

  it("retry:'always' comes back when the server restarts on its port", async () => {
    await watchFetchEvents();
    t.server.stream('/live');
    await open();
    (await t.server.nthStream(1)).send(elements('<p id="p">1</p>'));
    await shows('1');
    await t.server.stop();
    await until(
      'an attempt failed',
      async () => (await seenEvents()).filter((type) => type === 'retrying').length >= 2,
    );
    await t.server.start();
    (await t.server.nthStream(2)).send(elements('<p id="p">2</p>'));
    await shows('2');
  });

  it('the default retry stops at a clean end and at a 5xx, and comes back after a reset', async () => {
    await watchFetchEvents();
    t.server.stream('/live');
    await open('retryInterval:20');
    (await t.server.nthStream(1)).reset();
    (await t.server.nthStream(2)).end();
    await finished();
    expect(t.server.to('/live')).toHaveLength(2);
    expect(await seenEvents()).toEqual(['started', 'open', 'retrying', 'open', 'finished']);
    t.server.status('/live', 500);
    await t.page.reload();
    await finished();
    expect(t.server.to('/live')).toHaveLength(3);
    expect(await seenEvents()).toEqual(['started', 'error', 'finished']);
  });

  it('204 stops even an endless stream', async () => {
    await watchFetchEvents();
    t.server.status('/live', 204);
    await open();
    await finished();
    expect(t.server.to('/live')).toHaveLength(1);
  });

  it('retries stop at retryMaxCount and say so', async () => {
    await watchFetchEvents();
    t.server.status('/live', 500);
    await open(`retry:'error', retryInterval:5, retryScaler:1, retryMaxCount:3`);
    await finished();
    expect(t.server.to('/live')).toHaveLength(4);
    expect((await seenEvents()).slice(-2)).toEqual(['retries-failed', 'finished']);
  });

  it('Last-Event-ID goes back with the reconnect, and signals are those of that moment', async () => {
    t.server.stream('/live');
    await open(`retry:'always', retryInterval:30`, `<button id="b" data-on:click="$n = 2">x</button>`);
    const first = await t.server.nthStream(1);
    first.send(elements('<p id="p">1</p>', { eventId: 'e.41' }));
    await shows('1');
    await t.page.click('#b');
    first.end();
    await t.server.nthStream(2);
    const [one, two] = t.server.to('/live');
    expect([one?.headers['last-event-id'], two?.headers['last-event-id']]).toEqual([undefined, 'e.41']);
    expect([one?.query.get('datastar'), two?.query.get('datastar')]).toEqual(['{"n":1}', '{"n":2}']);
    expect(one?.headers['datastar-request']).toBe('true');
  });

  it('an empty filter sends an empty object', async () => {
    t.server.stream('/live');
    await open();
    await t.server.nthStream(1);
    expect(t.server.to('/live')[0]?.query.get('datastar')).toBe('{}');
  });

  it("the server's retry line sets the wait, give or take a fifth", async () => {
    t.server.stream('/live');
    await open(`retry:'always', retryInterval:60000`);
    const first = await t.server.nthStream(1);
    first.send('retry: 400\n\n', elements('<p id="p">1</p>'));
    await shows('1');
    const before = Date.now();
    first.end();
    await t.server.nthStream(2);
    expect(Date.now() - before).toBeGreaterThan(300);
    expect(Date.now() - before).toBeLessThan(20_000);
  });

  it.each(['coming online', 'coming back to the tab'])('%s ends the wait at once', async (how) => {
    await watchFetchEvents();
    t.server.stream('/live');
    await open(`retry:'always', retryInterval:60000, retryMaxWait:60000`);
    (await t.server.nthStream(1)).end();
    await until('it waits', async () => (await seenEvents()).includes('retrying'));
    if (how === 'coming online') await t.page.evaluate(() => window.dispatchEvent(new Event('online')));
    else await t.setHidden(true).then(() => t.setHidden(false));
    await t.server.nthStream(2);
  });

  it('a hidden tab closes its stream, and opens it again with its place and its signals', async () => {
    t.server.stream('/live');
    await open(`retryInterval:30`, `<button id="b" data-on:click="$n = 2">x</button>`);
    const first = await t.server.nthStream(1);
    first.send(elements('<p id="p">1</p>', { eventId: '7' }));
    await shows('1');
    await t.page.click('#b');
    await t.setHidden(true);
    await until('the stream is closed', () => first.closed);
    expect(t.server.streams).toHaveLength(1);
    await t.setHidden(false);
    (await t.server.nthStream(2)).send(elements('<p id="p">2</p>'));
    await shows('2');
    const again = t.server.to('/live')[1];
    expect([again?.headers['last-event-id'], again?.query.get('datastar')]).toEqual(['7', '{"n":2}']);
  });

  it('with openWhenHidden the stream stays', async () => {
    t.server.stream('/live');
    await open('openWhenHidden:true');
    const first = await t.server.nthStream(1);
    await t.setHidden(true);
    first.send(elements('<p id="p">hidden</p>'));
    await shows('hidden');
    await t.setHidden(false);
    first.send(elements('<p id="p">back</p>'));
    await shows('back');
    expect([t.server.streams.length, first.closed]).toEqual([1, false]);
  });

  it('a page that comes back from the cache has one stream again, not two', async () => {
    t.server.stream('/live');
    await open();
    const first = await t.server.nthStream(1);
    await t.page.evaluate(() => window.dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true })));
    await until('the stream is closed', () => first.closed);
    await t.page.evaluate(() => window.dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true })));
    (await t.server.nthStream(2)).send(elements('<p id="p">back</p>'));
    await shows('back');
    expect(t.server.streams.filter((stream) => !stream.closed)).toHaveLength(1);
  });

  it('history back and forward leave one open stream', async () => {
    t.server.stream('/live');
    t.server.page('/elsewhere', 'elsewhere', []);
    await open();
    const first = await t.server.nthStream(1);
    await t.page.goto(`${t.server.origin}/elsewhere`);
    await until('the stream is closed', () => first.closed);
    await t.page.goBack();
    await t.server.nthStream(2);
    t.server.streams.at(-1)?.send(elements('<p id="p">back</p>'));
    await shows('back');
    expect(t.server.streams.filter((stream) => !stream.closed)).toHaveLength(1);
  });

  it("with 'cleanup' a new URL on the same element closes the old stream", async () => {
    t.server.stream('/live');
    t.server.stream('/other');
    await open();
    const first = await t.server.nthStream(1);
    first.send(elements(`<div id="stream" data-init="@get('/other',{requestCancellation:'cleanup'})"></div>`));
    const second = await t.server.nthStream(2);
    await until('the old one is closed', () => first.closed);
    second.send(elements('<p id="p">other</p>'));
    await shows('other');
    expect(t.server.to('/live')).toHaveLength(1);
  });

  it("with 'cleanup' the stream ends with its element; by default it does not", async () => {
    t.server.stream('/live');
    t.server.stream('/kept');
    await open(ENDLESS, `<div id="kept" data-init="@get('/kept')"></div>`);
    await t.server.nthStream(2);
    const [kept, live] = ['/kept', '/live'].map((path) => t.server.streams.find((stream) => stream.path === path));
    await t.page.evaluate(() => {
      document.querySelector('#stream')!.remove();
      document.querySelector('#kept')!.remove();
    });
    await until('the stream is closed', () => live?.closed);
    kept?.send(elements('<p id="p">still</p>'));
    await shows('still');
  });

  it('a stream whose element is only moved goes on', async () => {
    t.server.stream('/live');
    await open();
    const first = await t.server.nthStream(1);
    await t.page.evaluate(() => document.body.prepend(document.querySelector('#stream')!));
    first.send(elements('<p id="p">same</p>'));
    await shows('same');
    expect([t.server.streams.length, first.closed]).toEqual([1, false]);
  });
});
