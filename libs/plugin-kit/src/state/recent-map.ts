interface Entry<K, V> {
  readonly key: K;
  readonly value: V;
}

interface Placed<K, V> extends Entry<K, V> {
  /** Its place in `order`. */
  readonly index: number;
}

/**
 * A map of the `limit` keys set last, immutable. Setting one costs the square root of the limit, where copying a `Map` of
 * hundreds for each of thousands of events a second would cost all of it. Reads like a `ReadonlyMap`, least recently set first.
 *
 * @example on: { 'tool:completed': (tools, event) => tools.set(event.payload.tool_name, add(tools.get(event.payload.tool_name), event)) }
 */
export class RecentMap<K, V> implements ReadonlyMap<K, V> {
  /** What was set since `settled` was made, least recently first; it hides what `settled` says of the same keys. */
  private constructor(
    readonly limit: number,
    readonly size: number,
    /** Keys let go of so far. */
    readonly forgotten: number,
    private readonly settled: ReadonlyMap<K, Placed<K, V>>,
    private readonly order: readonly K[],
    /** Keys of `order` before this one are gone. */
    private readonly begin: number,
    private readonly fresh: readonly Entry<K, V>[],
  ) {}

  /** @param limit keys kept, from 1 */
  static of<K, V>(limit: number): RecentMap<K, V> {
    return new RecentMap<K, V>(limit, 0, 0, new Map(), [], 0, []);
  }

  get(key: K): V | undefined {
    return this.entry(key)?.value;
  }

  has(key: K): boolean {
    return this.entry(key) !== undefined;
  }

  /** The map with this key as the newest; the oldest key goes when there are more than `limit`. */
  set(key: K, value: V): RecentMap<K, V> {
    const isNew = !this.has(key);
    const fresh = [...this.fresh.filter((entry) => entry.key !== key), { key, value }];
    const next = this.with(this.size + (isNew ? 1 : 0), this.begin, fresh);
    const bounded = next.size > this.limit ? next.withoutOldest() : next;
    return bounded.fresh.length ** 2 > this.limit ? bounded.settle() : bounded;
  }

  forEach(visit: (value: V, key: K, map: ReadonlyMap<K, V>) => void): void {
    for (const [key, value] of this) visit(value, key, this);
  }

  *entries(): Generator<[K, V], undefined> {
    for (const { key, value } of this.each()) yield [key, value];
  }

  *keys(): Generator<K, undefined> {
    for (const { key } of this.each()) yield key;
  }

  *values(): Generator<V, undefined> {
    for (const { value } of this.each()) yield value;
  }

  [Symbol.iterator](): Generator<[K, V], undefined> {
    return this.entries();
  }

  private *each(): Iterable<Entry<K, V>> {
    for (let index = this.begin; index < this.order.length; index++) {
      const entry = this.settled.get(this.order[index] as K);
      if (entry && !this.isFresh(entry.key)) yield entry;
    }
    yield* this.fresh;
  }

  private entry(key: K): Entry<K, V> | undefined {
    const fresh = this.fresh.find((entry) => entry.key === key);
    if (fresh) return fresh;
    const settled = this.settled.get(key);
    return settled && settled.index >= this.begin ? settled : undefined;
  }

  private isFresh(key: K): boolean {
    return this.fresh.some((entry) => entry.key === key);
  }

  private withoutOldest(): RecentMap<K, V> {
    let oldest = this.begin;
    while (oldest < this.order.length && this.isFresh(this.order[oldest] as K)) oldest++;
    const fresh = oldest < this.order.length ? this.fresh : this.fresh.slice(1);
    return this.with(this.size - 1, oldest + 1, fresh, this.forgotten + 1);
  }

  private with(size: number, begin: number, fresh: readonly Entry<K, V>[], forgotten = this.forgotten) {
    return new RecentMap(this.limit, size, forgotten, this.settled, this.order, begin, fresh);
  }

  private settle(): RecentMap<K, V> {
    const settled = new Map<K, Placed<K, V>>();
    for (const { key, value } of this.each()) settled.set(key, { key, value, index: settled.size });
    return new RecentMap(this.limit, this.size, this.forgotten, settled, [...settled.keys()], 0, []);
  }
}
