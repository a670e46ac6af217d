import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { inTurns } from '../in-turns.js';
import { SIGNALS } from '../signals.js';
import { jsonFrames } from './json-frames.js';
import { parseSlice } from './parse-slice.js';

const outline = (text: string) => inTurns(jsonFrames(Buffer.from(text), SIGNALS.traces));

/** What the outline of a request says its items are. */
async function itemsOf(text: string): Promise<unknown[]> {
  const bytes = Buffer.from(text);
  return (await outline(text)).flatMap(({ items }) =>
    items.flatMap((start, at) => (at % 2 ? [] : [parseSlice(bytes, { start, end: items[at + 1] as number })])),
  );
}

const item = fc.jsonValue({ maxDepth: 4 });
const scopes = fc.array(fc.record({ spans: fc.array(item), scope: item, other: item }, { requiredKeys: [] }));
const request = fc.record(
  {
    resourceSpans: fc.array(fc.record({ scopeSpans: scopes, resource: item, other: item }, { requiredKeys: [] })),
    other: item,
  },
  { requiredKeys: [] },
);
type Request = typeof request extends fc.Arbitrary<infer T> ? T : never;
const spansOf = ({ resourceSpans = [] }: Request) =>
  resourceSpans.flatMap(({ scopeSpans = [] }) => scopeSpans.flatMap(({ spans = [] }) => spans));

describe('the outline of a JSON request', () => {
  it('has every item where it is, whatever stands around it and however it is spaced', async () => {
    await fc.assert(
      fc.asyncProperty(request, fc.constantFrom(undefined, 1, '\t'), async (value, space) => {
        expect(await itemsOf(JSON.stringify(value, null, space))).toEqual(
          JSON.parse(JSON.stringify(spansOf(value))) as unknown[],
        );
      }),
      { seed: 6, numRuns: 300 },
    );
  });

  it.each([
    ['"\\""', '"'],
    ['"\\\\"', '\\'],
    [`"${'x'.repeat(40)}\\\\\\""`, `${'x'.repeat(40)}\\"`],
    [`"${'x'.repeat(31)}\\"y"`, `${'x'.repeat(31)}"y`],
    [`"${'\\\\'.repeat(50)}"`, '\\'.repeat(50)],
    ['"]}"', ']}'],
  ])('finds the end of the text %s', async (text, value) => {
    expect(await itemsOf(`{"resourceSpans":[{"scopeSpans":[{"spans":[${text},1]}]}]}`)).toEqual([value, 1]);
  });

  it('finds a list by its name however that is written, and takes null for an empty one', async () => {
    expect(await itemsOf('{"resourceSpans":null}')).toEqual([]);
    expect(await itemsOf('{"resource\\u0053pans":[{"scopeSpans":[{"spans":[1]}]}]}')).toEqual([1]);
  });

  it('refuses what JSON.parse refuses outside of an item', async () => {
    const text = JSON.stringify({
      resourceSpans: [{ resource: { a: [1, 'x'] }, scopeSpans: [{ spans: [{ b: true }] }] }],
    });
    await fc.assert(
      fc.asyncProperty(fc.nat(text.length - 1), async (length) => {
        await expect(outline(text.slice(0, length))).rejects.toMatchObject({ code: 'invalid_json' });
      }),
      { seed: 6, numRuns: text.length },
    );
    for (const broken of [
      `${text} x`,
      text.replace(':', ''),
      text.replace('[', '[,'),
      `{"a":tru}`,
      '{"a":1,}',
      'null',
      '[]',
    ])
      await expect(outline(broken)).rejects.toMatchObject({ status: 400 });
  });
});
