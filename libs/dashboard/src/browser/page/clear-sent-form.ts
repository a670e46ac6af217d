/**
 * Empties a form whose answer was taken. The card that closes keeps its field for someone else's draft; what this person
 * sent is none. A form that got a patch back was refused: its text stays.
 *
 * Reads nothing but the events that the official client sends too.
 */
/** @param onSent told of each form whose content was taken */
export function clearSentForms(onSent: (form: HTMLFormElement) => void): void {
  const refused = new WeakSet<Element>();
  document.addEventListener('datastar-fetch', (event) => {
    const { type, el } = (event as CustomEvent<{ type: string; el: Element }>).detail;
    if (!(el instanceof HTMLFormElement) || el.method !== 'post') return;
    if (type === 'started') refused.delete(el);
    else if (type.startsWith('datastar-patch') || type === 'error') refused.add(el);
    else if (type === 'finished' && !refused.has(el)) {
      el.reset();
      onSent(el);
    }
  });
}
