/** Of one query. */
const MAX_BATCH = 5_000;

interface Batch<T> {
  readonly ids: Set<string>;
  readonly found: Promise<ReadonlyMap<string, T>>;
}

/** What is asked for one by one in the same turn of the event loop is read by one query. Keeps nothing. */
export class BatchedReads<T> {
  private open: Batch<T> | undefined;

  /** @param read the rows that there are, by id */
  constructor(private readonly read: (ids: readonly string[]) => Promise<ReadonlyMap<string, T>>) {}

  async one(id: string): Promise<T | undefined> {
    if (!this.open || this.open.ids.size >= MAX_BATCH) this.open = this.begin();
    this.open.ids.add(id);
    return (await this.open.found).get(id);
  }

  private begin(): Batch<T> {
    const ids = new Set<string>();
    const found = Promise.resolve().then(() => {
      if (this.open?.ids === ids) this.open = undefined;
      return this.read([...ids]);
    });
    return { ids, found };
  }
}
