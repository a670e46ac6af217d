/**
 * Whose word counts for what a form control shows. The user's, unless the server's HTML says something else than it said
 * before: the old attribute (or a textarea's text) is what the server last said, the property is what the user made of it.
 */

/** Attributes idiomorph would set from the new HTML although the server did not change them. */
export function keptByUser(old: Element, next: Element): Set<string> {
  const kept = new Set<string>();
  if (old instanceof HTMLInputElement) {
    if (old.getAttribute('value') === next.getAttribute('value')) kept.add('value');
    if (old.hasAttribute('checked') === next.hasAttribute('checked')) kept.add('checked');
  } else if (old instanceof HTMLTextAreaElement) {
    if (old.defaultValue === next.textContent) kept.add('value');
  } else if (old instanceof HTMLOptionElement) {
    if (old.hasAttribute('selected') === next.hasAttribute('selected')) kept.add('selected');
  }
  return kept;
}
