import { MAY_HOLD_SECRET, SECRET_KEY, SECRET_PATTERNS, type SecretPattern } from './secret-patterns.js';

const MASKED = (name: string): string => `[masked ${name}]`;

/** Shorter than any secret that has a shape. */
const SHORTEST = 8;

/** Replaces secrets in texts and JSON values; what holds none comes back as the same reference. */
export class Mask {
  private readonly all: readonly SecretPattern[];

  /** @param own patterns of the installation, besides the built-in ones */
  constructor(private readonly own: readonly SecretPattern[] = []) {
    this.all = [...SECRET_PATTERNS, ...own];
  }

  text(text: string): string {
    if (text.length < SHORTEST) return text;
    // Most texts hold nothing like a secret: one look tells, instead of one for each pattern.
    const patterns = MAY_HOLD_SECRET.test(text) ? this.all : this.own;
    let masked = text;
    for (const { name, expression } of patterns) masked = masked.replace(expression, MASKED(name));
    return masked;
  }

  /** At any depth. */
  value<T>(value: T): T {
    if (typeof value === 'string') return this.text(value) as T;
    if (typeof value !== 'object' || value === null) return value;
    if (Array.isArray(value)) {
      const items = value.map((item) => this.value(item));
      return (items.some((item, index) => item !== value[index]) ? items : value) as T;
    }
    return this.record(value);
  }

  private record<T extends object>(record: T): T {
    let changed: Record<string, unknown> | undefined;
    for (const key of Object.keys(record)) {
      const child = (record as Record<string, unknown>)[key];
      const masked = isSecret(key, child) ? MASKED('value') : this.value(child);
      if (masked === child) continue;
      // Over a copy made of entries: a key `__proto__` stays a key.
      changed ??= Object.fromEntries(Object.entries(record));
      Object.defineProperty(changed, key, { value: masked, enumerable: true, configurable: true, writable: true });
    }
    return (changed ?? record) as T;
  }
}

const isSecret = (key: string, value: unknown): boolean =>
  typeof value === 'string' && value !== '' && SECRET_KEY.test(key);
