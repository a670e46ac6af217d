/**
 * What to do on an element each time a morph has passed over it. The server's HTML does not know the text, classes and
 * attributes that expressions put there; their plugins put them back at once, before anything is painted.
 */
const hooks = new WeakMap<Element, Set<() => void>>();

export function afterMorph(el: Element, hook: () => void): () => void {
  const ofElement = hooks.get(el) ?? new Set();
  hooks.set(el, ofElement.add(hook));
  return () => ofElement.delete(hook);
}

export function runAfterMorph(node: Node): void {
  for (const hook of hooks.get(node as Element) ?? []) hook();
}
