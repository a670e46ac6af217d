/**
 * The page's signals: one tree of plain values. A reader depends on the path it read; a write wakes the readers of that
 * path, of what lies below it and of what contains it. Signals outlive their elements, so pages keep them few.
 */
import { batch, notify, type Readers, track } from './reactive.js';
import { matchesFilter, type SignalFilter } from './signal-filter.js';
import { isTree, leaves, type SignalTree, treeOf } from './signal-tree.js';

export class SignalStore {
  readonly #root: SignalTree = {};
  readonly #readers = new Map<string, Readers>();

  /** The value at `path`, or at the leaf on the way to it together with the rest of the path. */
  read(path: readonly string[]): { value: unknown; rest: readonly string[] } {
    let value: unknown = this.#root;
    let taken = 0;
    for (const key of path) {
      if (!isTree(value)) break;
      value = Object.hasOwn(value, key) ? value[key] : undefined;
      taken++;
    }
    this.#track(path.slice(0, taken).join('.'));
    return { value, rest: path.slice(taken) };
  }

  has(path: readonly string[]): boolean {
    let value: unknown = this.#root;
    for (const key of path) {
      if (!isTree(value) || !Object.hasOwn(value, key)) return false;
      value = value[key];
    }
    return true;
  }

  /** Sets one signal; unlike `merge`, null is a value here. */
  write(path: readonly string[], value: unknown): void {
    let owner = this.#root;
    for (const key of path.slice(0, -1)) {
      if (!isTree(owner[key])) owner[key] = {};
      owner = owner[key] as SignalTree;
    }
    batch(() => this.#set(owner, path.slice(0, -1), path.at(-1) ?? '', value));
  }

  /** JSON merge patch (RFC 7396): null removes. */
  merge(patch: SignalTree, { onlyIfMissing = false } = {}): void {
    batch(() => this.#merge(this.#root, [], patch, onlyIfMissing));
  }

  setDefault(path: readonly string[], value: unknown): void {
    this.merge(treeOf(path, value), { onlyIfMissing: true });
  }

  snapshot(filter: SignalFilter): SignalTree {
    const kept = new SignalStore();
    for (const [path, value] of leaves(this.#root)) {
      if (matchesFilter(path.join('.'), filter)) kept.write(path, value);
    }
    return kept.#root;
  }

  update(filter: SignalFilter, change: (value: unknown) => unknown): void {
    batch(() => {
      for (const [path, value] of leaves(this.snapshot(filter))) this.write(path, change(value));
    });
  }

  #merge(owner: SignalTree, at: readonly string[], patch: SignalTree, onlyIfMissing: boolean): void {
    for (const [key, value] of Object.entries(patch)) {
      if (key === '__proto__') continue;
      const present = Object.hasOwn(owner, key);
      if (value === null) {
        if (!onlyIfMissing && present) this.#remove(owner, at, key);
      } else if (isTree(value)) {
        if (!isTree(owner[key])) {
          if (onlyIfMissing && present) continue;
          this.#set(owner, at, key, {});
        }
        this.#merge(owner[key] as SignalTree, [...at, key], value, onlyIfMissing);
      } else if (!(onlyIfMissing && present)) {
        this.#set(owner, at, key, value);
      }
    }
  }

  #set(owner: SignalTree, at: readonly string[], key: string, value: unknown): void {
    const unchanged = Object.hasOwn(owner, key) && Object.is(owner[key], value) && typeof value !== 'object';
    if (unchanged) return;
    owner[key] = value;
    this.#wake([...at, key].join('.'));
  }

  #remove(owner: SignalTree, at: readonly string[], key: string): void {
    delete owner[key];
    this.#wake([...at, key].join('.'));
  }

  #track(path: string): void {
    let readers = this.#readers.get(path);
    if (!readers) {
      readers = new Set();
      this.#readers.set(path, readers);
    }
    track(readers);
  }

  #wake(changed: string): void {
    for (const [path, readers] of this.#readers) {
      if (readers.size === 0) this.#readers.delete(path);
      else if (path === changed || path.startsWith(`${changed}.`) || changed.startsWith(`${path}.`)) notify(readers);
    }
  }
}
