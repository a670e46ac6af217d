/** `data-on:click__debounce.300ms.leading__stop` → its plugin, key and modifiers with their tags. */
import { type Casing, withCasing } from './casing.js';

export type Modifiers = ReadonlyMap<string, readonly string[]>;

export interface AttributeName {
  plugin: string;
  key: string;
  modifiers: Modifiers;
}

export function parseAttributeName(name: string): AttributeName | undefined {
  const [head = '', ...tail] = name.split('__');
  const parts = /^data-([a-z-]+)(?::(.+))?$/.exec(head);
  if (!parts) return undefined;
  const [, plugin = '', key = ''] = parts;
  const modifiers = new Map<string, string[]>();
  for (const modifier of tail) {
    const [label = '', ...tags] = modifier.split('.');
    modifiers.set(label, tags);
  }
  return { plugin, key, modifiers };
}

export function casedKey({ key, modifiers }: Pick<AttributeName, 'key' | 'modifiers'>, byDefault: Casing): string {
  return withCasing(key, (modifiers.get('case')?.[0] as Casing | undefined) ?? byDefault);
}
