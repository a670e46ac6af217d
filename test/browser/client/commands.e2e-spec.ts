import { expect, it } from '@jest/globals';
import { describeBrowser } from '../../support/chromium.js';
import { ClientTest } from './client-test.js';
import { until } from './until.js';

describeBrowser('commands', () => {
  const t = new ClientTest();
  const sent = (path: string) => until(`a request to ${path}`, () => t.server.to(path)[0]);

  it('signals travel in the URL for get and delete, else as a JSON body, without the local ones', async () => {
    t.server.status('/do', 204);
    const actions = ['get', 'delete', 'post', 'put', 'patch'];
    await t.open(`<div data-signals="{a: {b: 1}, c: [2], _d: 3, e: {_f: 4}}"></div>
      ${actions.map((name) => `<button id="${name}" data-on:click="@${name}('/do?x=1')">x</button>`).join('')}`);
    const json = '{"a":{"b":1},"c":[2]}';
    for (const [i, name] of actions.entries()) {
      await t.page.click(`#${name}`);
      const request = await until(`the ${name}`, () => t.server.to('/do')[i]);
      expect([request.method, request.query.get('x'), request.query.get('datastar'), request.body]).toEqual([
        name.toUpperCase(),
        '1',
        i < 2 ? json : null,
        i < 2 ? '' : json,
      ]);
    }
  });

  it("filters, payload and headers are the caller's", async () => {
    t.server.status('/do', 204);
    await t.open(`<div data-signals="{a: 1, ab: 2, c: 3}"></div>
      <button id="f" data-on:click="@post('/do', {filterSignals: {include: /^a/, exclude: /b$/}})">x</button>
      <button id="p" data-on:click="@post('/do', {payload: {own: $c}, headers: {'X-Csrf': 'tok'}})">x</button>`);
    await t.page.click('#f');
    await t.page.click('#p');
    await until('both', () => t.server.to('/do').length === 2);
    const requests = t.server.to('/do');
    expect(requests.map((request) => request.body)).toEqual(['{"a":1}', '{"own":3}']);
    expect(requests[1]?.headers['x-csrf']).toBe('tok');
  });

  it('a form is posted urlencoded, with the button that submitted it, and the page stays', async () => {
    t.server.status('/answer', 204);
    await t.open(`<form id="f" data-on:submit="@post('/answer', {contentType: 'form'})">
      <input name="text" id="text" required><input name="enctype" value="trap">
      <button name="verdict" value="deny" id="deny">no</button><button name="verdict" value="allow" id="allow">yes</button></form>`);
    await t.page.fill('#text', 'a b&c=é');
    await t.page.click('#allow');
    const request = await sent('/answer');
    expect(request.headers['content-type']).toMatch(/^application\/x-www-form-urlencoded/);
    expect(Object.fromEntries(new URLSearchParams(request.body))).toEqual({
      text: 'a b&c=é',
      enctype: 'trap',
      verdict: 'allow',
    });
    expect(t.server.to('/')).toHaveLength(1);
  });

  it('an invalid form is not sent', async () => {
    t.server.status('/answer', 204);
    await t.open(`<form id="f"><input name="text" id="text" required>
      <button type="button" id="b" name="b" value="1" data-on:click="@post('/answer', {contentType: 'form'})">x</button></form>`);
    await t.page.click('#b');
    expect(await t.page.evaluate(() => document.activeElement?.id)).toBe('text');
    expect(t.server.to('/answer')).toEqual([]);
    await t.page.fill('#text', 'x');
    await t.page.click('#b');
    expect((await sent('/answer')).body).toBe('text=x');
  });

  it("multipart when the form says so; get and selector send another form's fields in the URL", async () => {
    t.server.status('/answer', 204);
    t.server.status('/find', 204);
    await t.open(`<form enctype="multipart/form-data" data-on:submit="@post('/answer', {contentType: 'form'})">
      <input name="a" value="1"><button id="m">x</button></form>
      <form id="other"><input name="q" value="x y"></form>
      <button id="g" data-on:click="@get('/find?p=2', {contentType: 'form', selector: '#other'})">x</button>`);
    await t.page.click('#m');
    const request = await sent('/answer');
    expect(request.headers['content-type']).toMatch(/^multipart\/form-data; boundary=/);
    expect(request.body).toMatch(/name="a"\r\n\r\n1\r\n/);
    await t.page.click('#g');
    expect((await sent('/find')).query.toString()).toBe('p=2&q=x+y');
  });

  it('an html reply patches where its headers say, a json reply merges signals, a script is refused', async () => {
    t.server.on('/html', (response) =>
      response
        .writeHead(200, { 'Content-Type': 'text/html', 'datastar-selector': '#list', 'datastar-mode': 'append' })
        .end('<li>new</li>'),
    );
    t.server.on('/json', (response) =>
      response
        .writeHead(200, { 'Content-Type': 'application/json', 'datastar-only-if-missing': 'true' })
        .end('{"a":9,"b":9}'),
    );
    t.server.on('/js', (response) =>
      response.writeHead(200, { 'Content-Type': 'text/javascript' }).end(`fetch('/pwned')`),
    );
    await t.open(`<div data-signals="{a: 1}"></div><ul id="list"><li>old</li></ul><p id="p" data-text="$a + '/' + $b"></p>
      ${['html', 'json', 'js'].map((name) => `<button id="${name}" data-on:click="@post('/${name}')">x</button>`).join('')}`);
    for (const name of ['js', 'html', 'json']) await t.page.click(`#${name}`);
    await until('signals merged', async () => (await t.page.locator('#p').textContent()) === '1/9');
    await until('the item is there', async () => (await t.page.locator('#list').textContent()) === 'oldnew');
    await until('the refusal is told', () => t.warnings.some((text) => text.includes('/js was refused')));
    expect(t.server.to('/pwned')).toEqual([]);
  });

  it('a redirect to a page, as after signing in, morphs title and body', async () => {
    t.server.on('/login', (response) => response.writeHead(303, { Location: '/home' }).end());
    t.server.page('/home', '<h1>Home</h1><p id="p" data-text="\'alive\'"></p>');
    await t.open(`<form data-on:submit="@post('/login', {contentType: 'form'})"><button id="b">x</button></form>`);
    await t.page.click('#b');
    await until(
      'home is shown',
      async () =>
        (await t.page
          .locator('#p')
          .textContent({ timeout: 1_000 })
          .catch(() => '')) === 'alive',
    );
    expect(await t.page.locator('form').count()).toBe(0);
  });

  it('an indicator is on while the request runs', async () => {
    let release = () => {};
    t.server.on('/slow', (response) => {
      release = () => response.writeHead(204).end();
    });
    await t.open(`<button id="b" data-indicator:is-busy data-on:click="@post('/slow')" data-attr:disabled="$isBusy">x</button>
      <p id="p" data-text="$isBusy"></p>`);
    const busy = () => t.page.locator('#p').textContent();
    expect(await busy()).toBe('false');
    await t.page.click('#b');
    await sent('/slow');
    expect([await busy(), await t.page.isDisabled('#b')]).toEqual(['true', true]);
    release();
    await until('it is over', async () => (await busy()) === 'false');
  });

  it('a second request to the same URL by the same element cancels the first, and another URL does not', async () => {
    const aborted: string[] = [];
    for (const path of ['/search', '/other']) {
      t.server.on(path, (response) => void response.on('close', () => aborted.push(path)));
    }
    await t.open(`<button id="b" data-on:click="@get('/search'); @get('/other')">x</button>
      <button id="c" data-on:click="@get('/search')">x</button>`);
    await t.page.click('#b');
    await until('both sent', () => t.server.requests.filter(({ path }) => path !== '/').length >= 2);
    await t.page.click('#c');
    await until('the other element sent too', () => t.server.to('/search').length === 2);
    expect(aborted).toEqual([]);
    await t.page.evaluate(() => document.querySelector('#b')!.setAttribute('data-on:click', "@get('/search')"));
    await t.page.click('#b');
    await until('the first was cancelled', () => aborted.length > 0);
    expect(aborted).toEqual(['/search']);
  });

  it("with retry 'never' a broken connection is told, not tried again", async () => {
    t.server.on('/do', (response) => void response.socket?.resetAndDestroy());
    await t.open(`<button id="b" data-on:click="@post('/do', {retry: 'never'})">x</button>
      <p id="p" data-on:datastar-fetch="$seen += ' ' + evt.detail.type" data-text="$seen"></p>`);
    await t.page.click('#b');
    await until('it is told', async () => (await t.page.locator('#p').textContent()) === ' started error finished');
    // Requests are not counted: Chromium itself sends a POST again when a kept-alive connection turns out to be broken.
  });

  it('a command outlives the card that sent it', async () => {
    t.server.on('/answer', (response) => {
      setTimeout(() => response.writeHead(200, { 'Content-Type': 'application/json' }).end('{"done":true}'), 50);
    });
    await t.open(`<p id="p" data-text="$done"></p><button id="b" data-on:click="@post('/answer')">x</button>`);
    await t.page.click('#b');
    await t.page.evaluate(() => document.querySelector('#b')!.remove());
    await until('the reply is applied', async () => (await t.page.locator('#p').textContent()) === 'true');
  });
});
