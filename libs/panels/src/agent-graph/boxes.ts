import type { Box } from './box.js';

/** Places of boxes that were dropped, until they are closed up. */
const GAPS = 64;

/**
 * Boxes by their key, as they were first seen; immutable. A change costs a list's copy, not a map's: all versions share the
 * map, which only hints at the place, and a trace of a thousand spans is as many new boxes.
 */
export class Boxes {
  private constructor(
    private readonly list: readonly (Box | undefined)[],
    private readonly places: Map<string, number>,
    readonly size: number,
  ) {}

  static none(): Boxes {
    return new Boxes([], new Map(), 0);
  }

  get(key: string): Box | undefined {
    const place = this.places.get(key);
    if (place === undefined) return undefined;
    const box = this.list[place];
    // Another version may have it elsewhere.
    return box?.key === key ? box : this.list.find((one) => one?.key === key);
  }

  has(key: string): boolean {
    return this.get(key) !== undefined;
  }

  values(): readonly Box[] {
    return this.list.filter((box) => box !== undefined);
  }

  set(box: Box): Boxes {
    const known = this.get(box.key);
    if (known) return new Boxes(this.list.with(this.list.indexOf(known), box), this.places, this.size);
    this.places.set(box.key, this.list.length);
    return new Boxes([...this.list, box], this.places, this.size + 1);
  }

  /** Without the first that is `dispensable`, else without the first; never without `kept`. */
  without(kept: Box, dispensable: (box: Box) => boolean): Boxes {
    const found = this.list.findIndex((box) => box && box !== kept && dispensable(box));
    const place = found === -1 ? this.list.findIndex((box) => box && box !== kept) : found;
    if (place === -1) return this;
    const list = this.list.with(place, undefined);
    if (list.length - this.size < GAPS) return new Boxes(list, this.places, this.size - 1);
    const closed = list.filter((box) => box !== undefined);
    return new Boxes(closed, new Map(closed.map(({ key }, index) => [key, index])), closed.length);
  }
}
