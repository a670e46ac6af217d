/** `<button data-copy="#selector">`: copies that element's text, and says so for a moment. */
const SAID_FOR_MS = 1_500;
const saying = new WeakSet<Element>();

export function enableCopyButtons(): void {
  document.addEventListener('click', ({ target }) => {
    const button = target instanceof Element ? target.closest('button[data-copy]') : null;
    if (button) void copyFor(button);
  });
}

async function copyFor(button: Element): Promise<void> {
  const source = document.querySelector(button.getAttribute('data-copy') ?? '');
  const copied = source !== null && (await copy(source));
  say(button, copied ? 'Copied' : 'Not copied');
}

async function copy(source: Element): Promise<boolean> {
  const text = source instanceof HTMLTextAreaElement ? source.value : (source.textContent ?? '');
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copySelection(source);
  }
}

/** Over plain HTTP there is no clipboard API; the selection can still be copied, and is left selected if not. */
function copySelection(source: Element): boolean {
  getSelection()?.selectAllChildren(source);
  return document.execCommand('copy');
}

function say(button: Element, words: string): void {
  if (saying.has(button)) return;
  saying.add(button);
  const label = button.textContent;
  button.setAttribute('aria-live', 'polite');
  button.textContent = words;
  setTimeout(() => {
    saying.delete(button);
    if (button.textContent === words) button.textContent = label;
  }, SAID_FOR_MS);
}
