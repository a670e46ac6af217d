/**
 * HTML text → elements in an inert document: nothing loads or runs until a patch takes them into the page. Scripts never
 * do; they are dropped here, so that what an agent wrote cannot become code even if a view forgot to escape it.
 */
export function parseElements(html: string, namespace: string | undefined): DocumentFragment {
  const template = document.createElement('template');
  const wrapper = namespace === 'svg' ? 'svg' : namespace === 'mathml' ? 'math' : undefined;
  template.innerHTML = wrapper ? `<${wrapper}>${html}</${wrapper}>` : html;
  const { content } = template;
  if (wrapper) content.replaceChildren(...(content.firstElementChild?.childNodes ?? []));
  for (const script of content.querySelectorAll('script')) script.remove();
  return content;
}

/** The parts of a whole page, which a template would swallow; undefined for a fragment. */
export function parsePage(html: string): Document | undefined {
  if (!/<\/(html|head|body)\s*>/i.test(html)) return undefined;
  const page = new DOMParser().parseFromString(html, 'text/html');
  for (const script of page.querySelectorAll('script')) script.remove();
  return page;
}
