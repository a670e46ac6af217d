import 'reflect-metadata';
import { BinnacleError, defineFilter, definePanel, definePlugin, type EventDraft, html } from '@binnacle/plugin-kit';
import { eventOf } from '@binnacle/plugin-kit/testing';
import { afterEach, describe, expect, it } from '@jest/globals';
import type { DynamicModule } from '@nestjs/common';
import { Test, type TestingModule } from '@nestjs/testing';
import { VIEW_BUDGET_CHARS } from './isolated-panel.js';
import { PluginRegistry } from './plugin-registry.js';
import { RegistryModule } from './registry.module.js';

const panel = (id: string, order?: number) =>
  definePanel({
    id,
    version: 1,
    title: id,
    order,
    initial: () => 0,
    on: {
      'tool:called': (state) => state + 1,
      'tool:failed': () => {
        throw new Error('reducer broke');
      },
    },
    view: (state) => {
      if (state === 13) throw new Error('view broke');
      if (state === 14) return html`${'x'.repeat(VIEW_BUDGET_CHARS + 1)}`;
      return html`<b>${state}</b>`;
    },
  });

const failuresOf = ({ health }: PluginRegistry) =>
  [...health.all].filter(([, { failures }]) => failures > 0).map(([source, { failures }]) => [source, failures]);

describe('PluginRegistry', () => {
  let module: TestingModule | undefined;
  const boot = async (...plugins: DynamicModule[]): Promise<PluginRegistry> => {
    module = await Test.createTestingModule({ imports: [RegistryModule, ...plugins] }).compile();
    module.useLogger(false);
    await module.init();
    return module.get(PluginRegistry);
  };
  afterEach(() => module?.close());

  it('finds panels and filters of plugins and of any module that lists them, in order', async () => {
    class Plain {}
    const registry = await boot(
      definePlugin({ id: 'acme', binnacle: '^1.0', panels: [panel('late', 90), panel('early', 10)] }),
      { module: Plain, providers: [panel('plain')] },
    );
    expect(registry.panels.map(({ id }) => id)).toEqual(['early', 'late', 'plain']);
    expect(registry.plugins.map(({ id }) => id)).toEqual(['acme']);
  });

  it('refuses two panels of one id, naming their plugins', async () => {
    const twice = ['a', 'b'].map((id) => definePlugin({ id, binnacle: '*', panels: [panel('same')] }));
    await expect(boot(...twice)).rejects.toThrow(/duplicate_plugin: panel same is defined twice \(from a, b\)/);
  });

  it('refuses a plugin for another API version, naming both', async () => {
    await expect(boot(definePlugin({ id: 'old', binnacle: '^0.9' }))).rejects.toThrow(
      /plugin_incompatible: plugin old wants plugin API \^0\.9; this Binnacle has 1\./,
    );
    await expect(boot(definePlugin({ id: 'odd', binnacle: 'latest-ish' }))).rejects.toThrow(
      /plugin odd: `binnacle` is "latest-ish"/,
    );
  });

  it('refuses two view filters that want the same URL parameter', async () => {
    const filter = (id: string) =>
      defineFilter({
        id,
        stage: 'view',
        param: 'type',
        label: id,
        create: () => () => ({ canonical: '', matches: () => true }),
      });
    await expect(boot(definePlugin({ id: 'p', binnacle: '*', filters: [filter('a'), filter('b')] }))).rejects.toThrow(
      /URL parameter of view filters type is defined twice/,
    );
  });

  it('keeps a throwing reducer inside its panel, counted, the state as it was', async () => {
    const registry = await boot(definePlugin({ id: 'acme', binnacle: '*', panels: [panel('p')] }));
    const [found] = registry.panels;
    const [failed, called] = [eventOf('tool:failed'), eventOf('tool:called')];
    expect(found?.reduce(5, [failed])).toEqual({ state: 5, skipped: 1, changedAt: failed.seq });
    expect(found?.reduce(5, [called, called])).toEqual({ state: 7, skipped: 0, changedAt: called.seq });
    expect(found?.failureCount).toBe(1);
    expect(failuresOf(registry)).toEqual([['panel:p', 1]]);
  });

  it('turns a throwing or oversize view into a message for its error card', async () => {
    const registry = await boot(definePlugin({ id: 'acme', binnacle: '*', panels: [panel('p')] }));
    const [found] = registry.panels;
    expect(found?.render(13)).toEqual({ failure: 'view broke' });
    expect(found?.render(14)).toEqual({ failure: expect.stringMatching(/2000001 characters; the budget is 2000000/) });
    expect(found?.render(1)).toEqual({ html: html`<b>${1}</b>` });
  });

  it('runs ingest filters in order; one that throws passes the event on, or withholds its payload', async () => {
    const seen: string[] = [];
    const throwing = (id: string, onError: 'pass' | 'withhold') =>
      defineFilter({
        id,
        stage: 'ingest',
        order: 1,
        onError,
        create: () => () => {
          throw new Error(id);
        },
      });
    const upper = defineFilter({
      id: 'upper',
      stage: 'ingest',
      order: 2,
      create: () => (event) => {
        seen.push(event.type);
        return event.type === 'tool:failed' ? null : { ...event, id: 'stolen', agentId: 'changed' };
      },
    });
    const passing = (await boot(definePlugin({ id: 'a', binnacle: '*', filters: [upper, throwing('t', 'pass')] })))
      .ingestFilters;
    const event = eventOf('tool:called', { id: 'e1', payload: { tool_name: 'secret' } });
    expect(passing.apply(event)).toMatchObject({ id: 'e1', agentId: 'changed', payload: { tool_name: 'secret' } });
    expect(passing.apply(eventOf('tool:failed'))).toBeNull();
    await module?.close();
    const withholding = (await boot(definePlugin({ id: 'a', binnacle: '*', filters: [throwing('mask', 'withhold')] })))
      .ingestFilters;
    expect(withholding.apply(event)).toMatchObject({ id: 'e1', payload: { withheld_by: 'mask' } });
  });

  it.each([
    ['nothing', () => undefined],
    ['a promise', async () => null],
    ['a payload that is no JSON', (event: EventDraft) => ({ ...event, payload: { count: 1n } })],
    [
      'a payload in a circle',
      (event: EventDraft) => {
        const payload: Record<string, unknown> = {};
        payload.self = payload;
        return { ...event, payload };
      },
    ],
    ['a type that is none', (event: EventDraft) => ({ ...event, type: 'not a type' })],
  ])('takes an ingest filter that returns %s as one that failed', async (_, apply) => {
    const filter = defineFilter({ id: 'odd', stage: 'ingest', create: () => apply as never });
    const registry = await boot(definePlugin({ id: 'a', binnacle: '*', filters: [filter] }));
    const event = eventOf('tool:called');
    expect(registry.ingestFilters.apply(event)).toBe(event);
    expect(failuresOf(registry)).toEqual([['filter:odd', 1]]);
  });

  it('takes a view filter that throws as one that hides nothing, but passes on what it refuses', async () => {
    const refusal = new BinnacleError('invalid_query', 'no such agent');
    const filter = defineFilter({
      id: 'odd',
      stage: 'view',
      param: 'odd',
      label: 'Odd',
      create: () => (value) => {
        if (value === 'refused') throw refusal;
        if (value === 'broken') throw new Error('broken');
        return {
          canonical: value,
          matches: () => {
            throw new Error('matches');
          },
        };
      },
    });
    const registry = await boot(definePlugin({ id: 'a', binnacle: '*', filters: [filter] }));
    const [found] = registry.viewFilters;
    expect(() => found?.apply('refused')).toThrow(refusal);
    expect(found?.apply('broken').canonical).toBe('');
    expect(found?.apply('x').matches(eventOf('tool:called'))).toBe(true);
    expect(failuresOf(registry)).toEqual([['filter:odd', 2]]);
  });

  it('takes an async reducer or view as one that failed, and its rejection ends nothing', async () => {
    const rejecting = (() => Promise.reject(new Error('late'))) as never;
    const odd = definePanel({
      id: 'odd',
      version: 1,
      title: 'Odd',
      initial: () => 0,
      on: { '*': rejecting },
      view: rejecting,
    });
    const [found] = (await boot(definePlugin({ id: 'a', binnacle: '*', panels: [odd] }))).panels;
    expect(found?.reduce(5, [eventOf('tool:called')])).toMatchObject({ state: 5, skipped: 1 });
    expect(found?.render(5)).toEqual({ failure: expect.stringMatching(/returned a promise/) });
  });
});
