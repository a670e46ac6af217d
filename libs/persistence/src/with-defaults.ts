/** `given` over `defaults`; a member that is undefined counts as not given, as configuration often passes it on. */
export function withDefaults<T extends object>(defaults: T, given: Partial<T>): T {
  const set = Object.entries(given).filter(([name, value]) => value !== undefined && name in defaults);
  return { ...defaults, ...Object.fromEntries(set) };
}
