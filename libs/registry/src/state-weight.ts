/** Roughly what V8 takes for a member of an object, array, map or set, bytes. */
const BYTES_PER_VALUE = 40;

export interface Weight {
  /** Members of objects, arrays, maps and sets; what several hold counts once. */
  readonly values: number;
  /** An estimate: values and the text of strings. */
  readonly bytes: number;
}

/**
 * Estimates the memory a value holds on to, and stops counting past `budget` bytes: the cost is bounded however much there
 * is. What closures and module variables hold can't be seen.
 */
export function weigh(root: unknown, budget: number): Weight {
  const seen = new Set<object>();
  const open: object[] = [];
  let values = 0;
  let bytes = 0;
  const take = (value: unknown): void => {
    values++;
    bytes += BYTES_PER_VALUE;
    if (typeof value === 'string') bytes += value.length;
    else if (typeof value === 'object' && value !== null && !seen.has(value)) {
      seen.add(value);
      open.push(value);
    }
  };
  take(root);
  for (let next = open.pop(); next && bytes <= budget; next = open.pop()) {
    if (ArrayBuffer.isView(next)) bytes += next.byteLength;
    else for (const value of membersOf(next)) if (bytes <= budget) take(value);
  }
  return { values, bytes };
}

function* membersOf(value: object): Iterable<unknown> {
  if (value instanceof Map) for (const [key, item] of value) yield* [key, item];
  else if (value instanceof Set || Array.isArray(value)) yield* value;
  else yield* Object.values(value);
}
