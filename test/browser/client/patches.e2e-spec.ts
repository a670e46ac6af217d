import { expect, it } from '@jest/globals';
import { describeBrowser } from '../../support/chromium.js';
import { ClientTest } from './client-test.js';
import { elements, signals } from './frame.js';
import type { LiveStream } from './live-stream.js';
import { until } from './until.js';

describeBrowser('patches', () => {
  const t = new ClientTest();

  async function openWithStream(body: string): Promise<LiveStream> {
    t.server.stream('/live');
    await t.open(`${body}<div id="stream" data-init="@get('/live')"></div>`);
    return t.server.nthStream(1);
  }
  const html = (selector: string) => t.page.locator(selector).innerHTML();
  const shows = (selector: string, expected: string) =>
    until(`${selector} is ${expected}`, async () => (await html(selector)) === expected);

  const modes: [mode: string, expected: string][] = [
    ['outer', '<i id="a">0</i><b id="b">new</b><i id="c">2</i>'],
    ['inner', '<i id="a">0</i><b id="b"><b id="b">new</b></b><i id="c">2</i>'],
    ['replace', '<i id="a">0</i><b id="b">new</b><i id="c">2</i>'],
    ['prepend', '<i id="a">0</i><b id="b"><b id="b">new</b>old</b><i id="c">2</i>'],
    ['append', '<i id="a">0</i><b id="b">old<b id="b">new</b></b><i id="c">2</i>'],
    ['before', '<i id="a">0</i><b id="b">new</b><b id="b">old</b><i id="c">2</i>'],
    ['after', '<i id="a">0</i><b id="b">old</b><b id="b">new</b><i id="c">2</i>'],
    ['remove', '<i id="a">0</i><i id="c">2</i>'],
  ];
  it.each(modes)('mode %s puts the element where it says', async (mode, expected) => {
    const stream = await openWithStream('<div id="host"><i id="a">0</i><b id="b">old</b><i id="c">2</i></div>');
    const options = { selector: '#b', mode: mode as 'outer' };
    stream.send(mode === 'remove' ? elements('', options) : elements('<b id="b">new</b>', options));
    await shows('#host', expected);
  });

  it('outer keeps the element, replace makes a new one', async () => {
    const stream = await openWithStream('<div id="host"><b id="b">old</b></div>');
    const same = await t.page.evaluateHandle(() => document.querySelector('#b')!);
    stream.send(elements('<b id="b">one</b>'));
    await shows('#host', '<b id="b">one</b>');
    expect(await same.evaluate((el) => el.isConnected)).toBe(true);
    stream.send(elements('<b id="b">two</b>', { mode: 'replace' }));
    await shows('#host', '<b id="b">two</b>');
    expect(await same.evaluate((el) => el.isConnected)).toBe(false);
  });

  it('several top-level elements each find their own by id; an unknown one is left out with a warning', async () => {
    const stream = await openWithStream('<p id="a">0</p><p id="b">0</p>');
    stream.send(elements('<p id="a">1</p><p id="nobody">1</p><p id="b">1</p>'));
    await shows('#b', '1');
    await shows('#a', '1');
    expect(t.warnings.join()).toContain('nobody');
  });

  it('a selector reaches every match, also for remove', async () => {
    const stream = await openWithStream('<ul id="log"><li>1</li><li>2</li><li>3</li></ul>');
    stream.send(elements('<li>0</li>', { selector: '#log', mode: 'prepend' }));
    stream.send(elements('', { selector: '#log>li:nth-child(n+3)', mode: 'remove' }));
    await shows('#log', '<li>0</li><li>1</li>');
  });

  it('outer at a selector takes several elements, also of another kind', async () => {
    const stream = await openWithStream('<div id="host"><p id="a">0</p><i></i></div>');
    stream.send(elements('<b>1</b><b>2</b>', { selector: '#a' }));
    await shows('#host', '<b>1</b><b>2</b><i></i>');
  });

  it('a bound field takes the value a morph brings, and tells its signal', async () => {
    const field = (value: string) => `<input id="in" data-bind:x value="${value}">`;
    const stream = await openWithStream(`${field('one')}<p id="p" data-text="$x"></p>`);
    await shows('#p', 'one');
    await t.page.fill('#in', 'typed');
    stream.send(elements(field('one')), elements(field('two')));
    await shows('#p', 'two');
  });

  it('elements in the svg namespace are drawn', async () => {
    const stream = await openWithStream('<svg id="s"><circle id="dot" r="1"></circle></svg>');
    stream.send(elements('<circle id="dot" r="7"></circle>', { namespace: 'svg' }));
    stream.send(elements('<rect width="5" height="5"></rect>', { namespace: 'svg', selector: '#s', mode: 'append' }));
    const boxes = await until('the rect is drawn', () =>
      t.page.evaluate(() => {
        const rect = document.querySelector<SVGGraphicsElement>('#s rect');
        return rect && [rect.namespaceURI, rect.getBBox().width, document.querySelector('#dot')!.getAttribute('r')];
      }),
    );
    expect(boxes).toEqual(['http://www.w3.org/2000/svg', 5, '7']);
  });

  it('patches behind a view transition are applied in the order they came', async () => {
    const stream = await openWithStream('<p id="a">0</p>');
    await t.page.evaluate(() => {
      const seen: (string | null)[] = [];
      Object.assign(window, { seen });
      const a = document.querySelector('#a')!;
      new MutationObserver(() => seen.push(a.textContent)).observe(a, { subtree: true, characterData: true });
    });
    stream.send(elements('<p id="a">1</p>', { useViewTransition: true }), elements('<p id="a">2</p>'));
    const seen = () => t.page.evaluate(() => (window as unknown as { seen: string[] }).seen);
    await until('both are applied', async () => (await seen()).length === 2);
    expect(await seen()).toEqual(['1', '2']);
  });

  it('signals are merged, null removes, onlyIfMissing leaves what is there', async () => {
    const stream = await openWithStream(`<div data-signals="{a: {b: 1, c: 2}}"></div>
      <p id="p" data-text="$a.b + '|' + $a.c + '|' + $d"></p>`);
    stream.send(signals({ a: { b: 5, c: null }, d: 1 }), signals({ a: { b: 9 }, d: 9 }, { onlyIfMissing: true }));
    await shows('#p', '5||1');
  });

  it('what expressions put into the page survives a morph that does not know it', async () => {
    const card = (extra: string) => `<div id="card"><p id="p" data-text="$n" data-class:on="$n == 1"
      data-attr:title="$n" data-show="$n != 1"></p>${extra}</div>`;
    const stream = await openWithStream(`<div data-signals="{n: 1}"></div>${card('')}`);
    stream.send(elements(card('<i>more</i>')));
    await until('the morph is there', () => t.page.locator('#card i').count());
    const seen = await t.page.evaluate(() => {
      const p = document.querySelector<HTMLElement>('#p')!;
      return [p.textContent, p.className, p.title, p.style.display];
    });
    expect(seen).toEqual(['1', 'on', '1', 'none']);
  });

  it('what arrives is set up, what leaves is taken down', async () => {
    const stream = await openWithStream('<div data-signals="{n: 1}"></div><div id="host"></div>');
    const counts = () =>
      t.page.evaluate(async () => {
        const client = (await import(
          '/datastar.js' as string
        )) as typeof import('../../../libs/dashboard/src/browser/datastar.js');
        return client.atWork();
      });
    const before = await counts();
    stream.send(elements('<div id="host"><p data-text="$n"></p><p data-show="$n"></p></div>'));
    await until('two more', async () => (await counts()).effects === before.effects + 2);
    stream.send(elements('<div id="host"></div>'));
    await until('as before', async () => (await counts()).effects === before.effects);
    expect(await counts()).toEqual(before);
  });

  it('a faulty frame is reported and the next one counts', async () => {
    const stream = await openWithStream('<p id="a">0</p>');
    stream.send('event: datastar-patch-signals\ndata: signals {not json\n\n');
    stream.send('event: datastar-patch-elements\ndata: mode sideways\ndata: elements <p id="a">x</p>\n\n');
    stream.send('event: someone-elses\ndata: x\n\n', elements('<p id="a">1</p>'));
    await shows('#a', '1');
    const errors = t.takeErrors();
    expect(errors).toHaveLength(2);
    expect(errors[0]).toContain('<div#stream> datastar-patch-signals');
    expect(errors[1]).toContain('sideways');
  });

  it('escaped markup, also behind a carriage return, is text and runs nothing', async () => {
    const stream = await openWithStream('<pre id="out"></pre>');
    const hostile = [
      `<img src=x onerror="fetch('/pwned')">`,
      `<script>fetch('/pwned')</script>`,
      `<p data-init="@get('/pwned')">`,
      `\rdata: elements <p data-init="@get('/pwned')">`,
      `\r\revent: datastar-patch-elements\rdata: elements <pre id="out" data-init="@get('/pwned')"></pre>\r\r`,
    ].join('\n');
    const escaped = hostile.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
    stream.send(
      elements(`<pre id="out">${escaped}</pre><p id="last">`),
      elements('<pre id="out" title="done"></pre>', { mode: 'outer' }),
    );
    await until('all is applied', () => t.page.locator('#out[title]').count());
    stream.send(elements(`<pre id="out">${escaped}</pre>`));
    const shown = await until('the text is there', () => t.page.locator('#out').textContent());
    expect(shown).toBe(hostile.replace(/\r\n?/g, '\n'));
    expect(t.server.to('/pwned')).toEqual([]);
  });

  it('scripts in a patch never run, in whatever mode they come', async () => {
    const stream = await openWithStream('<div id="host"></div>');
    t.server.on('/evil.js', (response) =>
      response.writeHead(200, { 'Content-Type': 'text/javascript' }).end(`fetch('/pwned')`),
    );
    const evil = '<script src="/evil.js"></script><svg><script href="/evil.js"></script></svg>';
    stream.send(elements(`<div id="host">${evil}</div>`));
    for (const mode of ['inner', 'prepend', 'append', 'before', 'after', 'replace'] as const) {
      stream.send(elements(`<div id="host">${evil}<i>${mode}</i></div>`, { selector: '#host', mode }));
    }
    await until(
      'the last is there',
      async () => (await t.page.locator('i').last().textContent()) && t.page.getByText('replace').count(),
    );
    expect(await t.page.locator('body script').count()).toBe(0);
    expect([...t.server.to('/evil.js'), ...t.server.to('/pwned')]).toEqual([]);
  });

  it('2,000 frames of prepend and trim leave nothing behind', async () => {
    const row = (n: number) =>
      `<li id="r${n}"><button data-on:click="$x = ${n}">${n}</button><b data-text="$x"></b></li>`;
    const stream = await openWithStream('<ol id="log"></ol>');
    const measure = async (last: number) => {
      await until(`row ${last} is there`, () => t.page.locator(`#r${last}`).count(), 20_000);
      const session = await t.page.context().newCDPSession(t.page);
      await session.send('HeapProfiler.collectGarbage');
      const { metrics } = await session.send('Performance.enable').then(() => session.send('Performance.getMetrics'));
      const metric = (name: string) => metrics.find((one) => one.name === name)?.value ?? Number.NaN;
      const counts = await t.page.evaluate(async () =>
        ((await import('/datastar.js' as string)) as { atWork(): object }).atWork(),
      );
      return { nodes: metric('Nodes'), listeners: metric('JSEventListeners'), heap: metric('JSHeapUsedSize'), counts };
    };
    const send = (from: number, to: number) => {
      for (let n = from; n <= to; n++) {
        stream.send(
          elements(row(n), { selector: '#log', mode: 'prepend' }),
          ...(n > 50 ? [elements('', { selector: '#log>li:nth-child(n+51)', mode: 'remove' })] : []),
        );
      }
    };
    send(1, 200);
    const before = await measure(200);
    send(201, 2_200);
    const after = await measure(2_200);
    expect(await t.page.locator('#log>li').count()).toBe(50);
    expect(after.counts).toEqual(before.counts);
    expect(after.listeners).toBeLessThanOrEqual(before.listeners + 10);
    expect(after.nodes).toBeLessThan(before.nodes * 1.2);
    expect(after.heap).toBeLessThan(before.heap * 1.3 + 500_000);
  });
});
