/** The shape of signals: nested plain objects; everything else, arrays included, is a leaf. */
export type SignalTree = { [key: string]: unknown };

export function isTree(value: unknown): value is SignalTree {
  return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}

export function* leaves(tree: SignalTree, at: readonly string[] = []): Generator<[path: string[], value: unknown]> {
  for (const [key, value] of Object.entries(tree)) {
    if (isTree(value)) yield* leaves(value, [...at, key]);
    else yield [[...at, key], value];
  }
}

/** `a.b` with a value → `{a: {b: value}}`, the patch that sets it. */
export function treeOf(path: readonly string[], value: unknown): SignalTree {
  return path.reduceRight<unknown>((inner, key) => ({ [key]: inner }), value) as SignalTree;
}
