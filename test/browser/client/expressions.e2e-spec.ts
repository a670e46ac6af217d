import { expect, it } from '@jest/globals';
import { describeBrowser } from '../../support/chromium.js';
import { ClientTest } from './client-test.js';
import { until } from './until.js';

describeBrowser('signals and expressions in the browser', () => {
  const t = new ClientTest();
  const text = (selector: string) => t.page.locator(selector).textContent();

  it('a bound field and what shows it follow each other', async () => {
    await t.open(`
      <div data-signals="{user: {name: 'Ada'}, n: 1}"></div>
      <input id="in" data-bind:user.name><p id="out" data-text="$user.name.toUpperCase() + '/' + $n"></p>
      <button id="b" data-on:click="$n++; $user.name = 'Grace'">x</button>`);
    expect(await t.page.inputValue('#in')).toBe('Ada');
    await t.page.fill('#in', 'Lin');
    expect(await text('#out')).toBe('LIN/1');
    await t.page.click('#b');
    expect(await text('#out')).toBe('GRACE/2');
    expect(await t.page.inputValue('#in')).toBe('Grace');
  });

  it('checkbox, select and radio hold their signal and follow it', async () => {
    await t.open(`
      <div data-signals="{on: true, pick: 'b', size: 'l'}"></div>
      <input type="checkbox" id="c" data-bind:on>
      <select id="s" data-bind="pick"><option>a</option><option>b</option></select>
      <input type="radio" value="s" id="rs" data-bind:size><input type="radio" value="l" id="rl" data-bind:size>
      <p id="out" data-text="$on + $pick + $size"></p>`);
    expect(await t.page.isChecked('#c')).toBe(true);
    expect(await t.page.inputValue('#s')).toBe('b');
    expect(await t.page.isChecked('#rl')).toBe(true);
    await t.page.uncheck('#c');
    await t.page.selectOption('#s', 'a');
    await t.page.check('#rs');
    expect(await text('#out')).toBe('falseas');
  });

  it('show, class and attr follow their expression, in both forms', async () => {
    await t.open(`
      <div data-signals:is-open="false"></div>
      <p id="p" data-show="$isOpen" data-class:is-active="$isOpen" data-attr:aria-expanded="$isOpen ? 'true' : 'false'">x</p>
      <p id="q" data-class="{'a b': $isOpen, c: !$isOpen}" data-attr="{title: $isOpen && 'yes', hidden: !$isOpen}">y</p>
      <button id="b" data-on:click="$isOpen = !$isOpen">x</button>`);
    const look = () =>
      t.page.evaluate(() => {
        const [p, q] = [document.querySelector('#p')!, document.querySelector('#q')!];
        return [
          getComputedStyle(p).display,
          p.className,
          p.ariaExpanded,
          q.className,
          q.getAttribute('title'),
          q.hasAttribute('hidden'),
        ];
      });
    expect(await look()).toEqual(['none', '', 'false', 'c', null, true]);
    await t.page.click('#b');
    expect(await look()).toEqual(['block', 'is-active', 'true', 'a b', 'yes', false]);
  });

  it('ifmissing leaves a signal that is there; setAll and toggleAll reach those that match; peek does not subscribe', async () => {
    await t.open(`
      <div data-signals="{a: 1, f: {x: false, y: true}}"></div><div data-signals:a__ifmissing="2"></div>
      <p id="a" data-text="$a"></p><p id="f" data-text="$f.x + ' ' + $f.y"></p><p id="k" data-text="@peek(() => $a)"></p>
      <button id="b" data-on:click="@toggleAll({include: /^f\\./}); @setAll(9, {include: /^a$/})">x</button>`);
    expect(await text('#a')).toBe('1');
    await t.page.click('#b');
    expect([await text('#f'), await text('#a'), await text('#k')]).toEqual(['true false', '9', '1']);
  });

  it('a signal nobody has set reads as empty text, however deep', async () => {
    await t.open(`<p id="p" data-text="'[' + $a + $b.c.d + ']'"></p><p id="q" data-text="$b.c.d ? 'yes' : 'no'"></p>`);
    await until('they are shown', async () => (await text('#p')) === '[]' && (await text('#q')) === 'no');
  });

  it('a debounced listener runs once for a burst, a once listener once for ever', async () => {
    await t.open(`
      <div data-signals="{calls: 0, clicks: 0}"></div>
      <input id="in" data-on:input__debounce.600ms="$calls++"><button id="b" data-on:click__once="$clicks++">x</button>
      <p id="out" data-text="$calls + '/' + $clicks"></p>`);
    await t.page.locator('#in').pressSequentially('hello');
    expect(await text('#out')).toBe('0/0');
    await t.page.click('#b');
    await t.page.click('#b');
    await until('the burst counted once', async () => (await text('#out')) === '1/1');
  });

  it('throttle passes the first of a burst; window, outside and stop choose whose events count', async () => {
    await t.open(`
      <div data-signals="{n: 0, w: 0, o: 0}"></div>
      <div data-on:click="$w = 100"><button id="t" data-on:click__throttle.5s__stop="$n++">x</button></div>
      <div id="box" data-on:click__outside="$o++" data-on:ping__window="$w++">box</div>
      <p id="out" data-text="$n + ' ' + $w + ' ' + $o"></p>`);
    for (let i = 0; i < 3; i++) await t.page.click('#t');
    await t.page.click('#box');
    await t.page.click('#out');
    await t.page.evaluate(() => window.dispatchEvent(new CustomEvent('ping')));
    expect(await text('#out')).toBe('1 1 1');
  });

  it('a faulty expression is reported once with its element and attribute, and the rest goes on', async () => {
    await t.open(`
      <div data-signals="{n: 0}"></div>
      <p id="bad" data-text="nobody.there + $n">kept</p><p id="worse" data-text="$n +">kept</p><p data-bind:n></p>
      <p id="good" data-text="'n=' + $n"></p><button id="b" data-on:click="$n++">x</button>`);
    await t.page.click('#b');
    expect(await text('#good')).toBe('n=1');
    const errors = t.takeErrors();
    expect(errors).toHaveLength(3);
    expect(errors[0]).toContain('<p#bad> data-text="nobody.there + $n": "nobody" is not known here');
    expect(errors[1]).toContain('<p#worse> data-text="$n +"');
    expect(errors[2]).toContain('<p> data-bind:n="": <p> is no form control');
  });

  it('no expression reaches a constructor, a global or a handler', async () => {
    const attempts = [
      `''.constructor.constructor('fetch(\\'/pwned\\')')()`,
      `$x['const' + 'ructor']['constructor']('fetch(\\'/pwned\\')')()`,
      `[]['__proto__']`,
      `el.ownerDocument.defaultView.fetch('/pwned')`,
      `el.ownerDocument.defaultView.eval('1')`,
      `window.fetch('/pwned')`,
      `el.innerHTML = '<img src=/pwned>'`,
      `el.setAttribute('onclick', 'x')`,
      `({toString: 1})[['constructor']]`,
      `$a.constructor.b = 1`,
    ];
    await t.open(
      attempts.map((code, i) => `<p id="p${i}" data-init="${code.replaceAll('"', '&quot;')}"></p>`).join(''),
    );
    await until('every attempt refused', () => t.errors.length >= attempts.length);
    expect(t.takeErrors()).toHaveLength(attempts.length);
    expect(t.server.to('/pwned')).toEqual([]);
  });

  it('an attribute that appears is applied, one that changes is renewed, one that goes is undone', async () => {
    await t.open(`<div data-signals="{n: 0}"></div><div id="host"></div><p id="out" data-text="$n"></p>`);
    await t.page.evaluate(() => {
      document.querySelector('#host')!.innerHTML = '<button id="b" data-on:click="$n += 1">x</button>';
    });
    await t.page.click('#b');
    await t.page.evaluate(() => document.querySelector('#b')!.setAttribute('data-on:click', '$n += 10'));
    await t.page.click('#b');
    expect(await text('#out')).toBe('11');
    await t.page.evaluate(() => document.querySelector('#b')!.removeAttribute('data-on:click'));
    await t.page.click('#b');
    expect(await text('#out')).toBe('11');
  });

  it('data-ignore keeps a subtree out', async () => {
    await t.open(`<div data-ignore><p id="p" data-text="'changed'">kept</p></div><p id="q" data-text="'done'"></p>`);
    await until('the page is set up', async () => (await text('#q')) === 'done');
    expect(await text('#p')).toBe('kept');
  });
});
