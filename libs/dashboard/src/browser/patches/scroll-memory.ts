/**
 * Scroll positions across a morph: idiomorph moves elements by way of a hidden place, where they forget theirs, with
 * `moveBefore` too.
 * Only elements that have been scrolled are looked at: asking every element would lay the page out again per frame.
 */
const scrolled = new Set<Element>();

export function watchScrolling(): void {
  document.addEventListener(
    'scroll',
    ({ target }) => {
      if (target instanceof Element) scrolled.add(target);
    },
    { capture: true, passive: true },
  );
}

/** Notes positions below `root`; the answer puts them back. */
export function rememberScroll(root: Element): () => void {
  const positions: [el: Element, top: number, left: number][] = [];
  for (const el of scrolled) {
    if (!el.isConnected) scrolled.delete(el);
    else if (root.contains(el)) positions.push([el, el.scrollTop, el.scrollLeft]);
  }
  return () => {
    for (const [el, top, left] of positions) {
      if (el.scrollTop !== top) el.scrollTop = top;
      if (el.scrollLeft !== left) el.scrollLeft = left;
    }
  };
}
