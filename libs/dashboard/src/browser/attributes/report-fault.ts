/** One console line that names the element and the attribute, so that a fault can be found in the page's source. */
export function reportFault(el: Element, attribute: string, error: unknown): void {
  const id = el.id ? `#${el.id}` : '';
  const source = el.getAttribute(attribute);
  const where = `<${el.localName}${id}> ${attribute}${source === null ? '' : `="${source}"`}`;
  console.error(`[datastar] ${where}: ${error instanceof Error ? error.message : String(error)}`);
}
