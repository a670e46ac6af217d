import type { Box } from './state.js';

/** Boxes by their key, as they were first seen; immutable. One that changes costs a list's copy, not a map's. */
export class Boxes {
  static readonly NONE = new Boxes([], new Map());

  private constructor(
    private readonly list: readonly Box[],
    private readonly indexes: ReadonlyMap<string, number>,
  ) {}

  static of(list: readonly Box[]): Boxes {
    return new Boxes(list, new Map(list.map(({ key }, index) => [key, index])));
  }

  get size(): number {
    return this.list.length;
  }

  get(key: string): Box | undefined {
    const index = this.indexes.get(key);
    return index === undefined ? undefined : this.list[index];
  }

  has(key: string): boolean {
    return this.indexes.has(key);
  }

  values(): readonly Box[] {
    return this.list;
  }

  set(box: Box): Boxes {
    const index = this.indexes.get(box.key);
    return index === undefined ? Boxes.of([...this.list, box]) : new Boxes(this.list.with(index, box), this.indexes);
  }
}
