import { describe, expect, it } from '@jest/globals';
import { JsonItems, MAX_LISTED_ITEMS } from './json-items.js';

const of = (text: string) => JsonItems.of(Buffer.from(text), 'data');
const all = async (items: JsonItems, having?: string) => {
  const portions: (readonly unknown[])[] = [];
  for await (const portion of items.portions(having)) portions.push(portion);
  return portions;
};

describe('the items of a JSON body', () => {
  it('come in their order, whatever stands around them', async () => {
    const items = await of('{"meta":{"data":[9]},"data":[1,{"a":"]"},"x"],"more":null}');
    expect(items.count).toBe(3);
    expect(await all(items)).toEqual([[1, { a: ']' }, 'x']]);
  });

  it('are read in portions, between which others get their turn', async () => {
    const text = JSON.stringify({
      data: Array.from({ length: 1_200 }, (_, index) => ({ index, text: 'x'.repeat(2_000) })),
    });
    let turns = 0;
    const counter = setInterval(() => {
      turns += 1;
    }, 0);
    const portions = await all(await of(text));
    clearInterval(counter);
    expect(portions.length).toBeGreaterThan(2);
    expect(portions.flat()).toEqual((JSON.parse(text) as { data: unknown[] }).data);
    expect(turns).toBeGreaterThan(0);
  });

  it('may be chosen by what their bytes hold', async () => {
    expect(await all(await of('{"data":[{"o":"trace"},{"o":"trace.span"}]}'), '"trace"')).toEqual([[{ o: 'trace' }]]);
  });

  it('that can’t be read cost only themselves', async () => {
    expect(await all(await of('{"data":[1,{"a":tru},2]}'))).toEqual([[1, undefined, 2]]);
    const long = JSON.stringify({ data: ['x'.repeat(4_200_000), 1] });
    expect((await all(await of(long))).flat()).toEqual([undefined, 1]);
  });

  it.each([
    ['', 'invalid_json'],
    ['{"data":[1,2', 'invalid_json'],
    ['{"data":[1]} x', 'invalid_json'],
    ['[1]', 'field_invalid'],
    ['{"data":7}', 'field_invalid'],
    ['{}', 'field_invalid'],
    [`{"data":[${'0,'.repeat(MAX_LISTED_ITEMS)}0]}`, 'batch_too_large'],
  ])('of %.20s are refused: %s', async (text, code) => {
    await expect(of(text)).rejects.toMatchObject({ code });
  });
});
