interface Link<T> {
  readonly item: T;
  readonly next: Link<T> | undefined;
}

/**
 * The newest `limit` items of a log, immutable: adding one costs the same whatever the limit, where copying an array of
 * hundreds for each of thousands of events a second would not.
 *
 * @example on: { 'tool:failed': (failures, event) => failures.add(rowOf(event)) }
 */
export class Recent<T> {
  private array: readonly T[] | undefined;

  /** Two generations: `fresh` grows link by link, and when it is full it is all of the past that is needed. */
  private constructor(
    readonly limit: number,
    private readonly fresh: Link<T> | undefined,
    private readonly freshCount: number,
    private readonly older: readonly T[],
  ) {}

  /** @param limit items kept, from 1 */
  static of<T>(limit: number): Recent<T> {
    return new Recent<T>(limit, undefined, 0, []);
  }

  add(item: T): Recent<T> {
    return this.freshCount < this.limit
      ? new Recent(this.limit, { item, next: this.fresh }, this.freshCount + 1, this.older)
      : new Recent(this.limit, { item, next: undefined }, 1, this.toArray());
  }

  get size(): number {
    return Math.min(this.limit, this.freshCount + this.older.length);
  }

  /** Newest first; made once. */
  toArray(): readonly T[] {
    if (this.array) return this.array;
    const items: T[] = [];
    for (let link = this.fresh; link; link = link.next) items.push(link.item);
    this.array = [...items, ...this.older.slice(0, this.limit - items.length)];
    return this.array;
  }
}
