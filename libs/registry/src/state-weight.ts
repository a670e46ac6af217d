/** Roughly what V8 takes for a member of an object, array, map or set, bytes. */
export const BYTES_PER_VALUE = 40;

/**
 * Estimates the memory a value holds on to, and stops counting past `budget` bytes: the cost is bounded however much there
 * is. What closures and module variables hold can't be seen. What several members hold counts once.
 *
 * @returns bytes
 */
export function weigh(root: unknown, budget: number): number {
  const seen = new Set<object>();
  const open: object[] = [];
  let bytes = 0;
  const take = (value: unknown): void => {
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
  return bytes;
}

function* membersOf(value: object): Iterable<unknown> {
  if (value instanceof Map) for (const [key, item] of value) yield* [key, item];
  else if (value instanceof Set || Array.isArray(value)) yield* value;
  else yield* Object.values(value);
}
