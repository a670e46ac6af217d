/**
 * Turns an element into the server's new version of it, in place: what is there stays, so focus, caret, scroll and what
 * the user typed stay too. Matching and moving are idiomorph's; here is what it must leave alone.
 */
import { Idiomorph } from 'idiomorph';
import { runAfterMorph } from './after-morph.js';
import { keptByUser } from './edited-values.js';
import { rememberScroll } from './scroll-memory.js';

export function morph(target: Element, next: Element): void {
  const restoreScroll = rememberScroll(target);
  const focused = document.activeElement;
  // idiomorph syncs a node's attributes right after it has asked about the node, so one "current" is enough.
  let kept = new Set<string>();
  Idiomorph.morph(target, next, {
    morphStyle: 'outerHTML',
    callbacks: {
      beforeNodeMorphed(old, node) {
        if (!(old instanceof Element) || !(node instanceof Element)) return true;
        if (old.hasAttribute('data-ignore-morph') && node.hasAttribute('data-ignore-morph')) return false;
        kept = keptByUser(old, node);
        for (const name of node.getAttribute('data-preserve-attr')?.split(/\s+/) ?? []) kept.add(name);
        return true;
      },
      beforeAttributeUpdated: (name) => !kept.has(name),
      afterNodeMorphed: (old) => runAfterMorph(old),
    },
  });
  restoreScroll();
  if (focused instanceof HTMLElement && focused !== document.activeElement && focused.isConnected) {
    focused.focus({ preventScroll: true });
  }
}

/** Morphs the children only. */
export function morphInner(target: Element, content: DocumentFragment): void {
  // Around the new children a twin of the target, in the inert document, so that the target itself does not change.
  const twin = content.ownerDocument.importNode(target, false);
  twin.append(content);
  content.append(twin);
  morph(target, twin);
}
