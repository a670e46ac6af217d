import type { Bar } from './state.js';

/** Bars in the order of a tree, each with its depth. One whose parent is not among them stands at the top. */
export function nested(bars: readonly Bar[]): (readonly [Bar, number])[] {
  const keys = new Set(bars.map(({ key }) => key));
  const children = new Map<string | null, Bar[]>();
  for (const bar of bars) {
    const parent = bar.parent !== null && bar.parent !== bar.key && keys.has(bar.parent) ? bar.parent : null;
    const siblings = children.get(parent);
    if (siblings) siblings.push(bar);
    else children.set(parent, [bar]);
  }
  const placed = new Map<string, readonly [Bar, number]>();
  const place = (bar: Bar, depth: number): void => {
    if (placed.has(bar.key)) return;
    placed.set(bar.key, [bar, depth]);
    for (const child of children.get(bar.key) ?? []) place(child, depth + 1);
  };
  for (const bar of children.get(null) ?? []) place(bar, 0);
  // What agents told may be a circle: nobody is left out.
  for (const bar of bars) place(bar, 0);
  return [...placed.values()];
}
