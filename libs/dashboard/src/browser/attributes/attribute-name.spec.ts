import { expect, it } from '@jest/globals';
import { casedKey, parseAttributeName } from './attribute-name.js';

it.each([
  ['data-init', 'init', '', []],
  ['data-on:click', 'on', 'click', []],
  [
    'data-on:click__debounce.300ms.leading__stop',
    'on',
    'click',
    [
      ['debounce', ['300ms', 'leading']],
      ['stop', []],
    ],
  ],
  ['data-signals:my-name__ifmissing', 'signals', 'my-name', [['ifmissing', []]]],
  ['data-signals:_local', 'signals', '_local', []],
  ['data-bind:user.first_name', 'bind', 'user.first_name', []],
  ['data-signals__ifmissing', 'signals', '', [['ifmissing', []]]],
  ['data-class:md:flex', 'class', 'md:flex', []],
] as const)('%s', (name, plugin, key, modifiers) => {
  const parsed = parseAttributeName(name)!;
  expect([parsed.plugin, parsed.key, [...parsed.modifiers]]).toEqual([plugin, key, modifiers]);
});

it('keys take the casing asked for', () => {
  const cased = (tag?: string) =>
    casedKey({ key: 'my-key', modifiers: new Map(tag ? [['case', [tag]]] : []) }, 'camel');
  expect([undefined, 'kebab', 'snake', 'pascal'].map(cased)).toEqual(['myKey', 'my-key', 'my_key', 'MyKey']);
});
