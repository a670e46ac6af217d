import { describe, expect, it } from '@jest/globals';
import type { Box } from './box.js';
import { Boxes } from './boxes.js';

const box = (key: string, state: Box['state'] = 'completed'): Box => ({
  key,
  kind: 'agent',
  agentId: key,
  graphId: null,
  nodeId: null,
  name: key,
  state,
  parents: [],
  after: [],
});
const keys = (boxes: Boxes) => boxes.values().map(({ key }) => key);
const isOver = ({ state }: Box) => state === 'completed';

describe('boxes', () => {
  it('keep the order they were first seen in when one changes', () => {
    const boxes = Boxes.none().set(box('a')).set(box('b')).set(box('a', 'failed'));
    expect([keys(boxes), boxes.size, boxes.get('a')?.state]).toEqual([['a', 'b'], 2, 'failed']);
  });

  it('of two versions made from one know nothing of each other', () => {
    const before = Boxes.none().set(box('a'));
    const [left, right] = [before.set(box('left')), before.set(box('right')).set(box('left', 'failed'))];
    expect([keys(before), keys(left), keys(right)]).toEqual([['a'], ['a', 'left'], ['a', 'right', 'left']]);
    expect([before.has('left'), left.has('right')]).toEqual([false, false]);
    expect([left.get('left')?.state, right.get('left')?.state]).toEqual(['completed', 'failed']);
  });

  it('drop what is over first, never the one that is kept, and find the rest through thousands of them', () => {
    const kept = box('kept');
    let boxes = Boxes.none().set(kept).set(box('works', 'running'));
    for (let index = 0; index < 1_000; index++) {
      boxes = boxes.set(box(`b${index}`)).set(box(`b${index + 1}`));
      boxes = boxes.without(kept, isOver);
    }
    expect(keys(boxes)).toEqual(['kept', 'works', 'b1000']);
    expect([boxes.size, boxes.get('b1000')?.key, boxes.has('b1')]).toEqual([3, 'b1000', false]);
    boxes = boxes.without(kept, isOver).without(kept, isOver);
    expect(keys(boxes.without(kept, isOver))).toEqual(['kept']);
  });
});
