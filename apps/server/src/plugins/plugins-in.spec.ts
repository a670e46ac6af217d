import { defineCategory, defineFilter, definePanel, definePlugin, html } from '@binnacle/plugin-kit';
import { describe, expect, it } from '@jest/globals';
import { pluginsIn } from './plugins-in.js';

const panel = (id: string) =>
  definePanel({
    id,
    version: 1,
    title: id,
    initial: () => 0,
    on: { '*': (count: number) => count },
    view: () => html``,
  });
const manifests = (exported: Record<string, unknown>, specifier = './plugin.ts') =>
  pluginsIn(exported, specifier).map(({ providers = [] }) =>
    providers.map((provider) => (provider as { useValue?: unknown }).useValue).find(Boolean),
  );

describe('pluginsIn', () => {
  it('finds plugins by any name, each once, and leaves their parts to them', () => {
    const part = panel('part');
    const one = definePlugin({ id: 'one', binnacle: '^1.0', panels: [part] });
    const two = definePlugin({ id: 'two', binnacle: '^1.0' });
    expect(manifests({ default: one, one, part, all: [two], version: 3, nothing: null })).toMatchObject([
      { id: 'one', parts: ['panel:part'] },
      { id: 'two' },
    ]);
  });

  it.each([
    ['./My Panels.ts', 'my-panels'],
    ['/abs/2-fast.mjs', 'fast'],
    ['./---.ts', 'plugin'],
    ['./übersicht.tsx', 'bersicht-tsx'],
  ])('makes one of parts that stand alone in %s', (specifier, id) => {
    const filter = defineFilter({ id: 'drop', stage: 'ingest', create: () => (event) => event });
    const category = defineCategory({ id: 'deploy', label: 'Deploys' });
    expect(manifests({ category, a: panel('a'), b: panel('b'), filter }, specifier)).toMatchObject([
      { id, parts: ['panel:a', 'panel:b', 'filter:drop', 'category:deploy'] },
    ]);
  });

  it('finds none where there is none', () => {
    expect(manifests({ a: 1, b: () => 0, c: { providers: [] }, d: { providers: [{ useValue: {} }] } })).toEqual([]);
  });
});
