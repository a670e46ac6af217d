/** Types a plugin author relies on. The compiler is the test: every `@ts-expect-error` must be one (npm test checks types). */
import { defineFilter, definePanel, html, Recent, Settings } from '@binnacle/plugin-kit';
import { eventOf, render, replay } from '@binnacle/plugin-kit/testing';
import { describe, expect, it } from '@jest/globals';

declare module '@binnacle/plugin-kit' {
  interface EventPayloads {
    'acme:deployed': { environment: string; seconds: number };
  }
}

class PriceBook {
  constructor(readonly perCall: number) {}
}

const base = { version: 1, title: 'Types' } as const;

describe('definePanel', () => {
  it('types events by the name of their type', () => {
    const panel = definePanel({
      ...base,
      id: 'typed',
      initial: () => ({ name: '' }),
      on: {
        'tool:called': (state, event) => ({ ...state, name: event.payload.tool_name ?? '' }),
        // @ts-expect-error a tool call has no such field
        'tool:failed': (state, event) => ({ ...state, name: event.payload.no_such_field }),
        'agent:*': (state, event) => ({ ...state, name: event.agentId ?? '' }),
      },
      view: ({ name }) => html`${name}`,
    });
    expect(replay(panel, [eventOf('tool:called', { payload: { tool_name: 'grep' } })])).toEqual({ name: 'grep' });
  });

  it('refuses a type of event that nobody has declared, beside those that are', () => {
    const panel = definePanel({
      ...base,
      id: 'misspelt',
      initial: () => 0,
      on: {
        'tool:called': (calls) => calls + 1,
        // @ts-expect-error it is tool:called
        'tool:caled': (calls: number) => calls + 1,
      },
      view: (calls) => html`${calls}`,
    });
    definePanel({
      ...base,
      id: 'misspelt-own',
      initial: () => 0,
      // @ts-expect-error it is acme:deployed
      on: { 'acme:deploied': (calls: number) => calls + 1 },
      view: (calls) => html`${calls}`,
    });
    expect(replay(panel, [eventOf('tool:called')])).toBe(1);
  });

  it('refuses a field that the payload of a type does not have, or has of another kind', () => {
    const panel = definePanel({
      ...base,
      id: 'fields',
      initial: () => ({ ms: 0, place: '' }),
      on: {
        // @ts-expect-error a duration is a number, or missing
        'tool:completed': (state, { payload }) => ({ ...state, place: payload.duration_ms }),
        // @ts-expect-error a deployment has seconds, no duration
        'acme:deployed': (state, { payload }) => ({ ...state, ms: payload.duration_ms }),
      },
      view: ({ ms }) => html`${ms}`,
    });
    expect(panel.panel.id).toBe('fields');
  });

  it('refuses a view of another state than the reducers have', () => {
    const panel = definePanel({
      ...base,
      id: 'other-state',
      // @ts-expect-error the view reads `total`
      initial: () => ({ count: 0 }),
      // @ts-expect-error and so does this
      on: { 'tool:called': ({ count }) => ({ count: count + 1 }) },
      view: (state: { readonly total: number }) => html`${state.total}`,
    });
    expect(panel.panel.id).toBe('other-state');
  });

  it("types a plugin's own events, merged into EventPayloads", () => {
    const panel = definePanel({
      ...base,
      id: 'own',
      initial: () => 0,
      on: {
        'acme:deployed': (total, { payload }) => {
          // @ts-expect-error seconds is a number
          const wrong: string = payload.seconds;
          return total + Number(wrong);
        },
      },
      view: (total) => html`${total}`,
    });
    expect(replay(panel, [eventOf('acme:deployed', { payload: { environment: 'live', seconds: 3 } })])).toBe(3);
  });

  it('holds reducers and view to one state', () => {
    const panel = definePanel({
      ...base,
      id: 'state',
      initial: () => Recent.of<string>(2),
      // @ts-expect-error the state is no number
      on: { 'tool:called': () => 5 },
      // @ts-expect-error nor has it such a member
      view: (state) => html`${state.nothing}`,
    });
    expect(panel.panel.id).toBe('state');
  });

  it('gives the view what it injects, in order and typed, and a reducer nothing', () => {
    const panel = definePanel({
      ...base,
      id: 'injected',
      initial: () => 2,
      on: { 'tool:called': (calls) => calls + 1 },
      inject: [PriceBook],
      view: (calls, prices) => {
        // @ts-expect-error a price is a number
        const wrong: string = prices.perCall;
        return html`${calls * Number(wrong)}`;
      },
    });
    expect(render(panel, 2, new PriceBook(4))).toBe('8');
  });

  it('takes html as a view, and nothing else', () => {
    // @ts-expect-error text would not be escaped by anyone
    definePanel({ ...base, id: 'text', initial: () => 0, on: { '*': (n) => n }, view: () => '<b>text</b>' });
    // @ts-expect-error a view is synchronous
    definePanel({ ...base, id: 'late', initial: () => 0, on: { '*': (n) => n }, view: async () => html`late` });
    expect(String(html`${'<b>'}`)).toBe('&lt;b&gt;');
  });
});

describe('defineFilter', () => {
  it('types each stage, and what it injects', () => {
    const filter = defineFilter({
      id: 'ingest',
      stage: 'ingest',
      inject: [Settings],
      create: (settings) => (event) => (settings.get('BINNACLE_DROP') === event.type ? null : event),
    });
    // @ts-expect-error a view filter needs the parameter of its URL
    defineFilter({
      id: 'view',
      stage: 'view',
      label: 'View',
      create: () => () => ({ canonical: '', matches: () => true }),
    });
    defineFilter({
      id: 'wrong',
      stage: 'ingest',
      // @ts-expect-error an ingest filter returns an event or null
      create: () => () => true,
    });
    expect(filter.filter.stage).toBe('ingest');
  });
});
