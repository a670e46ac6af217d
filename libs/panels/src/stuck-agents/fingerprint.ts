/**
 * 53 bits of a JSON value, the same whatever the order of its keys: the archive gives a payload back with its keys sorted.
 * Not for keeping anything apart that somebody wants to collide.
 */
export function fingerprint(value: unknown): number {
  let high = 0xdeadbeef;
  let low = 0x41c6ce57;
  const take = (text: string): void => {
    for (let index = 0; index < text.length; index++) {
      const code = text.charCodeAt(index);
      high = Math.imul(high ^ code, 2_654_435_761);
      low = Math.imul(low ^ code, 1_597_334_677);
    }
  };
  const walk = (part: unknown): void => {
    if (typeof part !== 'object' || part === null) {
      take(typeof part === 'string' ? `"${part.length}:${part}` : `${part};`);
      return;
    }
    const entries = Array.isArray(part) ? part.entries() : Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1));
    take(Array.isArray(part) ? '[' : '{');
    for (const [key, item] of entries) {
      take(`${key}=`);
      walk(item);
    }
    take('}');
  };
  walk(value);
  return 4_294_967_296 * (0x1fffff & low) + (high >>> 0);
}
