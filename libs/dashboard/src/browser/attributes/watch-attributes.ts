/**
 * Keeps the attributes at work equal to the attributes in the document: applied when an element appears, undone when it
 * goes, renewed when a value changes. A moved element counts as neither gone nor new.
 */
import { AppliedAttribute } from './applied-attribute.js';
import { parseAttributeName } from './attribute-name.js';
import { ATTRIBUTE_PLUGINS } from './attribute-plugins.js';
import type { PageElement } from './page-element.js';

const atWork = new Map<Element, Map<string, AppliedAttribute>>();

export function watchAttributes(root: Element): void {
  new MutationObserver(onMutations).observe(root, { subtree: true, childList: true, attributes: true });
  applyWithin(root);
}

/** Elements with attributes at work: a leak test reads it. */
export function attributedElementCount(): number {
  return atWork.size;
}

function onMutations(records: MutationRecord[]): void {
  for (const { removedNodes } of records) {
    for (const node of removedNodes) if (node instanceof Element && !node.isConnected) cleanUpWithin(node);
  }
  for (const { type, target, attributeName, addedNodes } of records) {
    if (type === 'attributes' && attributeName?.startsWith('data-'))
      applyAttribute(target as PageElement, attributeName);
    for (const node of addedNodes) if (node instanceof Element && node.isConnected) applyWithin(node);
  }
}

function applyWithin(root: Element): void {
  applyElement(root as PageElement);
  for (const el of root.querySelectorAll<PageElement>('*')) applyElement(el);
}

function applyElement(el: PageElement): void {
  for (const { name } of [...el.attributes]) if (name.startsWith('data-')) applyAttribute(el, name);
}

function applyAttribute(el: PageElement, attribute: string): void {
  const value = el.getAttribute(attribute);
  const known = atWork.get(el)?.get(attribute);
  if (known && known.value === value && el.isConnected) return;
  if (known) forget(el, attribute, known);
  if (value === null || !el.isConnected) return;
  const name = parseAttributeName(attribute);
  const plugin = name && ATTRIBUTE_PLUGINS.get(name.plugin);
  if (!plugin || isIgnored(el)) return;
  const applied = new AppliedAttribute(el, attribute, value, name);
  let ofElement = atWork.get(el);
  if (!ofElement) {
    ofElement = new Map();
    atWork.set(el, ofElement);
  }
  ofElement.set(attribute, applied);
  try {
    plugin(applied);
  } catch (error) {
    applied.report(error);
  }
}

function isIgnored(el: Element): boolean {
  return el.hasAttribute('data-ignore__self') || el.closest('[data-ignore]') !== null;
}

function cleanUpWithin(root: Element): void {
  cleanUpElement(root);
  for (const el of root.querySelectorAll('*')) cleanUpElement(el);
}

function cleanUpElement(el: Element): void {
  for (const [attribute, applied] of atWork.get(el) ?? []) forget(el, attribute, applied);
}

function forget(el: Element, attribute: string, applied: AppliedAttribute): void {
  const ofElement = atWork.get(el);
  ofElement?.delete(attribute);
  if (ofElement?.size === 0) atWork.delete(el);
  applied.cleanUp();
}
