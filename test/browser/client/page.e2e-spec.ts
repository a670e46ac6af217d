import { expect, it } from '@jest/globals';
import { describeBrowser } from '../../support/chromium.js';
import { ClientTest } from './client-test.js';
import { elements } from './frame.js';
import { until } from './until.js';

const BOTH = ['binnacle.js', 'datastar.js'];

describeBrowser('the page around the client', () => {
  const t = new ClientTest();

  const banner = () =>
    t.page.evaluate(() => {
      const el = document.querySelector<HTMLElement>('#connection')!;
      return [el.dataset.connection, el.querySelector('[data-connection-text]')!.textContent];
    });
  const connection = (name: string) => until(`the banner says ${name}`, async () => (await banner())[0] === name);
  const openWithBanner = (options = `retry:'always',retryInterval:100,requestCancellation:'cleanup'`) =>
    t.open(
      `<div id="connection" aria-live="polite"><span data-connection-text></span></div><p id="p">0</p>
       <button id="b" data-on:click="@post('/fails')">x</button><div id="stream" data-init="@get('/live',{${options}})"></div>`,
      BOTH,
    );

  it('the banner follows the stream: live, reconnecting, live again, lost when it has stopped for good', async () => {
    t.server.stream('/live');
    await openWithBanner();
    const first = await t.server.nthStream(1);
    await connection('live');
    t.server.status('/live', 503);
    first.end();
    await connection('reconnecting');
    t.server.stream('/live');
    const second = await t.server.nthStream(2);
    await connection('live');
    t.server.status('/live', 204);
    second.end();
    await connection('lost');
  });

  it('a request of another element does not touch the banner', async () => {
    t.server.stream('/live');
    t.server.status('/fails', 500);
    await openWithBanner();
    await connection('live');
    await t.page.click('#b');
    await until('it failed', () => t.server.to('/fails').length);
    await t.page.evaluate(() => new Promise((resolve) => requestAnimationFrame(resolve)));
    expect(await banner()).toEqual(['live', 'Live']);
  });

  it('with a client that does not announce responses, a frame is what makes it live', async () => {
    await t.open(`<div id="connection"><b data-connection-text></b></div><div id="stream"></div>`, ['binnacle.js']);
    const dispatch = (type: string) =>
      t.page.evaluate((name) => {
        const el = document.querySelector('#stream');
        document.dispatchEvent(new CustomEvent('datastar-fetch', { detail: { type: name, el, argsRaw: {} } }));
      }, type);
    await dispatch('started');
    expect((await banner())[0]).toBe('connecting');
    await dispatch('datastar-patch-elements');
    expect((await banner())[0]).toBe('live');
    await dispatch('retrying');
    expect((await banner())[0]).toBe('reconnecting');
    await dispatch('datastar-patch-signals');
    expect((await banner())[0]).toBe('live');
  });

  it('a loss that lasts is given in seconds', async () => {
    await t.page.clock.install();
    t.server.stream('/live');
    await openWithBanner(`retry:'always',retryInterval:600000,retryMaxWait:600000`);
    const first = await t.server.nthStream(1);
    await connection('live');
    first.end();
    await connection('reconnecting');
    expect((await banner())[1]).toBe('Reconnecting…');
    await t.page.clock.runFor(7_000);
    expect((await banner())[1]).toMatch(/^Reconnecting… [67] s$/);
  });

  it('times run on by themselves, and a morph of their fallback text does not show', async () => {
    await t.page.clock.install({ time: new Date('2026-01-02T03:04:17Z') });
    const time = (text: string) => `<time-ago id="ago" datetime="2026-01-02T03:04:05Z">${text}</time-ago>`;
    t.server.stream('/live');
    await t.open(
      `${time('server text')}<time-ago id="run" format="elapsed" datetime="2026-01-02T03:00:00Z"></time-ago>
       <time-ago id="clock" format="clock" datetime="2026-01-02T03:04:05Z"></time-ago><time-ago id="odd" datetime="?">never</time-ago>
       <div id="stream" data-init="@get('/live')"></div>`,
      BOTH,
    );
    const shown = (id: string) => t.page.locator(`#${id}`).evaluate((el) => el.shadowRoot!.textContent);
    expect([await shown('ago'), await shown('run'), await shown('odd')]).toEqual(['12 s ago', '4 min 17 s', 'never']);
    const local = await t.page.evaluate(() => new Date('2026-01-02T03:04:05Z').toTimeString().slice(0, 8));
    expect(await shown('clock')).toBe(local);
    await t.page.clock.runFor(60_000);
    expect(await shown('ago')).toBe('1 min ago');
    (await t.server.nthStream(1)).send(elements(time('<b>morphed</b>')));
    await until('the morph is there', () => t.page.locator('#ago b').count());
    expect(await shown('ago')).toBe('1 min ago');
    expect(await t.page.locator('#ago').evaluate((el) => el.shadowRoot!.querySelector('time')!.title)).not.toBe('');
  });

  it('keys walk the cards, reach filter and question, open the help, and are text while typing', async () => {
    await t.open(
      `<article id="n1" data-nav>1</article><article data-nav hidden>-</article><article id="n2" data-nav>2</article>
       <input id="filter" data-filter-input><textarea id="q" data-question-input></textarea>
       <dialog id="shortcuts"><button id="ok">ok</button></dialog>`,
      BOTH,
    );
    const focused = () => t.page.evaluate(() => document.activeElement?.id);
    const path: [key: string, id: string][] = [
      ['j', 'n1'],
      ['j', 'n2'],
      ['j', 'n2'],
      ['k', 'n1'],
      ['/', 'filter'],
    ];
    for (const [key, id] of path) {
      await t.page.keyboard.press(key);
      expect(await focused()).toBe(id);
    }
    await t.page.keyboard.type('jb?/');
    expect([await focused(), await t.page.inputValue('#filter')]).toEqual(['filter', 'jb?/']);
    await t.page.keyboard.press('Escape');
    await t.page.keyboard.press('b');
    expect([await focused(), await t.page.inputValue('#q')]).toEqual(['q', '']);
    await t.page.keyboard.press('Escape');
    await t.page.keyboard.press('?');
    expect(await t.page.locator('#shortcuts').evaluate((el) => (el as HTMLDialogElement).open)).toBe(true);
    await t.page.keyboard.press('j');
    expect(await focused()).toBe('ok');
  });

  it('Ctrl+Enter sends the form, Enter alone does not', async () => {
    t.server.status('/answer', 204);
    await t.open(
      `<form data-on:submit="@post('/answer', {contentType: 'form'})"><textarea id="t" name="text"></textarea></form>`,
      BOTH,
    );
    await t.page.focus('#t');
    await t.page.keyboard.type('yes');
    await t.page.keyboard.press('Enter');
    await t.page.keyboard.press('Control+Enter');
    const request = await until('the answer', () => t.server.to('/answer')[0]);
    expect(request.body).toBe('text=yes%0A');
    expect(t.server.to('/answer')).toHaveLength(1);
  });

  it.each(['with', 'without'])('a copy button copies and says so, %s the clipboard API', async (api) => {
    await t.page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    if (api === 'without') {
      await t.page.addInitScript(() => {
        navigator.clipboard.writeText = () => Promise.reject(new Error('not here'));
      });
    }
    await t.open(`<pre id="cmd">npx x &amp; y</pre><button id="b" data-copy="#cmd">Copy</button>`, BOTH);
    await t.page.click('#b');
    await until('it says so', async () => (await t.page.locator('#b').textContent()) === 'Copied');
    expect(await t.page.locator('#b').getAttribute('aria-live')).toBe('polite');
    expect(await t.page.evaluate(() => navigator.clipboard.readText())).toBe('npx x & y');
    await until('the label is back', async () => (await t.page.locator('#b').textContent()) === 'Copy');
  });

  it('the theme goes round and is there after a reload', async () => {
    await t.open('<button id="b" data-theme-toggle>theme</button>', BOTH);
    const theme = () => t.page.locator('html').getAttribute('data-theme');
    expect(await theme()).toBe('auto');
    await t.page.click('#b');
    await t.page.click('#b');
    expect(await theme()).toBe('dark');
    await t.page.reload();
    expect([await theme(), await t.page.locator('#b').getAttribute('aria-label')]).toEqual(['dark', 'Theme: dark']);
    await t.page.click('#b');
    expect(await theme()).toBe('auto');
  });

  it('without storage the theme still changes', async () => {
    await t.page.addInitScript(() => {
      Object.defineProperty(window, 'localStorage', {
        get: () => {
          throw new DOMException('denied', 'SecurityError');
        },
      });
    });
    await t.open('<button id="b" data-theme-toggle>theme</button>', BOTH);
    await t.page.click('#b');
    expect(await t.page.locator('html').getAttribute('data-theme')).toBe('light');
  });
});
