/** Whether keys belong to what has the focus. */
export function isField(el: Element | null): boolean {
  if (!(el instanceof HTMLElement)) return false;
  if (el.isContentEditable) return true;
  if (el instanceof HTMLInputElement) return !/^(button|checkbox|radio|range|reset|submit)$/.test(el.type);
  return el instanceof HTMLTextAreaElement || el instanceof HTMLSelectElement;
}
