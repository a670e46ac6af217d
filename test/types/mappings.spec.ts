/** Types the author of a mapping relies on. The compiler is the test: every `@ts-expect-error` must be one. */
import { defineMapping, definePlugin } from '@binnacle/plugin-kit';
import { logOf, mapRecord, metricOf, spanOf } from '@binnacle/plugin-kit/testing';
import { describe, expect, it } from '@jest/globals';

class Names {
  readonly of = (id: string) => `tool ${id}`;
}

describe('defineMapping', () => {
  it('types records and what is injected', () => {
    const mapping = defineMapping({
      id: 'typed',
      title: 'Typed',
      inject: [Names],
      span: ({ startNs, attributes }, names) => ({
        // @ts-expect-error nanoseconds are bigint
        sessionId: startNs * 2,
        events: [{ type: 'tool:started', at: 'start', payload: { tool_name: names.of(String(attributes.id)) } }],
      }),
      log: ({ body }, names) => ({ events: [{ type: 'user:message', payload: { text: names.of(String(body)) } }] }),
      metric: ({ value }) => (value > 1 ? { events: [] } : undefined),
    });
    expect(mapRecord(mapping, logOf({ body: 'x' }), new Names())?.events).toMatchObject([
      { payload: { text: 'tool x' } },
    ]);
    expect(mapRecord(mapping, metricOf({ value: 1 }), new Names())).toBeUndefined();
  });

  it('refuses what is no event, and a field that a span has not', () => {
    const mapping = defineMapping({
      id: 'wrong',
      title: 'Wrong',
      // @ts-expect-error an event needs a payload
      span: () => ({ events: [{ type: 'tool:started' }] }),
      log: (record) => ({
        // @ts-expect-error a log record has no end
        sessionId: String(record.endNs),
        events: [],
      }),
    });
    expect(mapRecord(mapping, spanOf())?.events).toHaveLength(1);
  });

  it('is a part of a plugin, and refuses to read nothing', () => {
    const mapping = defineMapping({ id: 'part', title: 'Part', span: () => undefined });
    expect(definePlugin({ id: 'acme', binnacle: '^1.0', mappings: [mapping] }).providers).toContain(mapping);
    expect(() => defineMapping({ id: 'nothing', title: 'Nothing' })).toThrow(/reads neither/);
  });
});
