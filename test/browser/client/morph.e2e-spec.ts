import { expect, it } from '@jest/globals';
import { describeBrowser } from '../../support/chromium.js';
import { ClientTest } from './client-test.js';
import { elements } from './frame.js';
import type { LiveStream } from './live-stream.js';
import { until } from './until.js';

/** A question card as the dashboard has them: every card, form and field with a stable id, no value from the server. */
const card = (id: string, inside = '') =>
  `<article id="q-${id}"><h2>${id}</h2><form id="f-${id}"><textarea id="t-${id}"></textarea>${inside}</form></article>`;

describeBrowser('a morph leaves the user alone', () => {
  const t = new ClientTest();

  async function openCards(content: string): Promise<LiveStream> {
    t.server.stream('/live');
    await t.open(`<main id="cards">${content}</main><div id="stream" data-init="@get('/live')"></div>`);
    return t.server.nthStream(1);
  }
  const cards = (content: string) => elements(`<main id="cards">${content}</main>`);
  const arrived = (stream: LiveStream, content: string, mark: string) => {
    stream.send(cards(`${content}<i id="mark-${mark}"></i>`));
    return until(`frame ${mark} applied`, () => t.page.locator(`#mark-${mark}`).count());
  };

  it('a half-typed answer keeps text, focus, caret and selection while cards come, go and change places, 50 times', async () => {
    const stream = await openCards(card('mine'));
    await t.page.locator('#t-mine').pressSequentially('half an answer');
    const field = await t.page.evaluateHandle(() => {
      const mine = document.querySelector<HTMLTextAreaElement>('#t-mine')!;
      mine.setSelectionRange(2, 6, 'backward');
      mine.addEventListener('blur', () => mine.setAttribute('data-blurred', ''));
      return mine;
    });
    for (let i = 0; i < 50; i++) {
      const others = Array.from({ length: i % 7 }, (_, n) => card(`o${(n + i) % 9}`));
      const at = i % (others.length + 1);
      // Odd frames run backwards, so that neighbours pass the focused card on both sides.
      const order = i % 2 ? others.reverse() : others;
      await arrived(stream, [...order.slice(0, at), card('mine'), ...order.slice(at)].join(''), String(i));
      const state = await field.evaluate((el) => ({
        same: document.querySelector('#t-mine') === el,
        focused: document.activeElement === el,
        blurred: el.hasAttribute('data-blurred'),
        selection: [el.selectionStart, el.selectionEnd, el.selectionDirection],
        value: el.value,
      }));
      expect({ frame: i, ...state }).toEqual({
        frame: i,
        same: true,
        focused: true,
        blurred: false,
        selection: [2, 6, 'backward'],
        value: 'half an answer',
      });
    }
    await t.page.keyboard.type('LF');
    expect(await t.page.inputValue('#t-mine')).toBe('haLFn answer');
  });

  it('drafts in several cards stay with their own card when the order turns round', async () => {
    const stream = await openCards(['a', 'b', 'c'].map((id) => card(id)).join(''));
    for (const id of ['a', 'b', 'c']) await t.page.fill(`#t-${id}`, `draft ${id}`);
    await arrived(stream, ['c', 'new', 'b', 'a'].map((id) => card(id)).join(''), '1');
    const drafts = await t.page
      .locator('textarea')
      .evaluateAll((all) => all.map((el) => (el as HTMLTextAreaElement).value));
    expect(drafts).toEqual(['draft c', '', 'draft b', 'draft a']);
  });

  it('the focused card stays where it is and its neighbours move round it', async () => {
    const stream = await openCards(['a', 'mine', 'b'].map((id) => card(id)).join(''));
    await t.page.focus('#t-mine');
    await t.page.evaluate(() => {
      const moved: string[] = [];
      Object.assign(window, { moved });
      new MutationObserver((records) => {
        for (const record of records) for (const node of record.addedNodes) moved.push((node as Element).id);
      }).observe(document.querySelector('#cards')!, { childList: true });
    });
    await arrived(stream, ['b', 'mine', 'a'].map((id) => card(id)).join(''), '1');
    const moved = await t.page.evaluate(() => (window as unknown as { moved: string[] }).moved);
    expect(moved).toEqual(expect.arrayContaining(['q-b', 'q-a']));
    expect(moved).not.toContain('q-mine');
  });

  it('without moveBefore too, text, focus and selection stay', async () => {
    await t.page.addInitScript(() => {
      for (const type of [Element, DocumentFragment, Document]) Reflect.deleteProperty(type.prototype, 'moveBefore');
    });
    const stream = await openCards(['a', 'mine', 'b'].map((id) => card(id)).join(''));
    await t.page.fill('#t-a', 'draft a');
    await t.page.fill('#t-mine', 'mine');
    await t.page.evaluate(() => document.querySelector<HTMLTextAreaElement>('#t-mine')!.setSelectionRange(1, 3));
    await arrived(stream, `<section id="s">${['b', 'mine', 'a'].map((id) => card(id)).join('')}</section>`, '1');
    const state = await t.page.evaluate(() => {
      const el = document.activeElement as HTMLTextAreaElement;
      return [el.id, el.value, el.selectionStart, el.selectionEnd];
    });
    expect(state).toEqual(['t-mine', 'mine', 1, 3]);
    expect(await t.page.inputValue('#t-a')).toBe('draft a');
  });

  it('without moveBefore too, a focused button stays focused', async () => {
    await t.page.addInitScript(() => {
      for (const type of [Element, DocumentFragment, Document]) Reflect.deleteProperty(type.prototype, 'moveBefore');
    });
    const stream = await openCards(card('a') + card('mine', '<button id="b">x</button>'));
    await t.page.focus('#b');
    await arrived(stream, `<section id="s">${card('mine', '<button id="b">x</button>')}${card('a')}</section>`, '1');
    expect(await t.page.evaluate(() => document.activeElement?.id)).toBe('b');
  });

  it('typed text gives way only when the server says something new', async () => {
    const field = (value: string, area: string, extra = '') =>
      `<input id="in" value="${value}"><textarea id="area">${area}</textarea><input id="bare">${extra}`;
    const stream = await openCards(field('s1', 'a1'));
    const values = () =>
      t.page.evaluate(() =>
        ['in', 'area', 'bare'].map((id) => (document.getElementById(id) as HTMLInputElement).value),
      );
    await t.page.fill('#in', 'typed');
    await t.page.fill('#area', 'typed');
    await t.page.fill('#bare', 'typed');
    await arrived(stream, field('s1', 'a1', '<b></b>'), '1');
    expect(await values()).toEqual(['typed', 'typed', 'typed']);
    await arrived(stream, field('s2', 'a2'), '2');
    expect(await values()).toEqual(['s2', 'a2', 'typed']);
  });

  it('checkbox, radio and select keep the choice, until the server makes another', async () => {
    const controls = (checked: string, selected: string) =>
      `<input type="checkbox" id="c" ${checked}><input type="radio" name="r" id="r1" checked><input type="radio" name="r" id="r2">
       <select id="s"><option id="o1">1</option><option id="o2" ${selected}>2</option><option id="o3">3</option></select>`;
    const stream = await openCards(controls('', ''));
    const state = () =>
      t.page.evaluate(() => [
        ...['c', 'r1', 'r2'].map((id) => (document.getElementById(id) as HTMLInputElement).checked),
        (document.getElementById('s') as HTMLSelectElement).value,
      ]);
    await t.page.check('#c');
    await t.page.check('#r2');
    await t.page.selectOption('#s', '3');
    await arrived(stream, controls('', ''), '1');
    expect(await state()).toEqual([true, false, true, '3']);
    await t.page.uncheck('#c');
    await arrived(stream, controls('checked', 'selected'), '2');
    expect(await state()).toEqual([true, false, true, '2']);
  });

  it('details stay open with data-preserve-attr, and close without', async () => {
    const details = (extra: string) =>
      `<details id="kept" data-preserve-attr="open"><summary>k</summary>${extra}</details><details id="not"><summary>n</summary></details>`;
    const stream = await openCards(details(''));
    await t.page.click('#kept summary');
    await t.page.click('#not summary');
    await arrived(stream, details('<b>more</b>'), '1');
    expect(await t.page.locator('#kept').getAttribute('open')).toBe('');
    expect(await t.page.locator('#not').getAttribute('open')).toBe(null);
    expect(await t.page.locator('#kept b').count()).toBe(1);
  });

  it('data-ignore-morph keeps a foreign widget as it is', async () => {
    const stream = await openCards('<div id="w" data-ignore-morph>server</div><p id="p">0</p>');
    await t.page.evaluate(() => {
      document.querySelector('#w')!.innerHTML = '<b>widget</b>';
    });
    await arrived(stream, '<div id="w" data-ignore-morph class="x">server</div><p id="p">1</p>', '1');
    expect(await t.page.locator('#w').evaluate((el) => el.outerHTML)).toBe(
      '<div id="w" data-ignore-morph=""><b>widget</b></div>',
    );
    expect(await t.page.locator('#p').textContent()).toBe('1');
  });

  it.each([true, false])('a scrolled list stays where it was when it is moved (moveBefore: %s)', async (native) => {
    await t.page.addInitScript((keep) => {
      if (!keep) for (const type of [Element, DocumentFragment]) Reflect.deleteProperty(type.prototype, 'moveBefore');
    }, native);
    t.server.on('/list.css', (response) =>
      response.writeHead(200, { 'Content-Type': 'text/css' }).end('#list{height:100px;overflow:auto} li{height:40px}'),
    );
    const rows = (from: number, to: number) =>
      Array.from({ length: to - from }, (_, n) => `<li id="r${n + from}">${n + from}</li>`).join('');
    const list = (to: number) => `<ul id="list">${rows(0, to)}</ul>`;
    const style = '<link rel="stylesheet" href="/list.css">';
    const stream = await openCards(`${style}${card('a')}${list(30)}${card('b')}`);
    await t.page.evaluate(async () => {
      const list = document.querySelector('#list')!;
      const scrolled = new Promise((resolve) => list.addEventListener('scroll', resolve, { once: true }));
      list.scrollTop = 321;
      await scrolled;
    });
    for (let i = 0; i < 50; i++) {
      const around = i % 2 ? [card('b'), card('a')] : [card('a'), card('b')];
      const content = i % 3 ? [...around, list(30 + i)] : [list(30 + i), ...around];
      await arrived(stream, style + content.join(''), String(i));
      expect(await t.page.locator('#list').evaluate((el) => el.scrollTop)).toBe(321);
    }
  });
});
