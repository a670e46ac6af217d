/**
 * Keys of the whole page: `j` `k` walk the rows and cards marked `data-nav`, `b` goes to the first open question, `/` to
 * the filter, `?` shows the list of keys, Escape leaves a field. Silent while the user types or a dialog is open.
 */
import { isField } from './typing.js';

type Command = () => Element | null | undefined;

const COMMANDS: Record<string, Command> = {
  j: () => neighbour(1),
  k: () => neighbour(-1),
  b: () => visible('[data-question-input]')[0],
  '/': () => visible('[data-filter-input]')[0],
};

export function enableKeyboard(): void {
  document.addEventListener('keydown', (event) => {
    const { key, target } = event;
    if (event.defaultPrevented || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
    const typing = target instanceof HTMLElement && isField(target);
    if (key === 'Escape' && typing) target.blur();
    if (typing || document.querySelector('dialog[open]')) return;
    if (key === '?') showShortcuts(event);
    else if (Object.hasOwn(COMMANDS, key)) goTo(COMMANDS[key]?.(), event);
  });
}

function showShortcuts(event: Event): void {
  const dialog = document.getElementById('shortcuts');
  if (!(dialog instanceof HTMLDialogElement)) return;
  event.preventDefault();
  dialog.showModal();
}

function goTo(el: Element | null | undefined, event: Event): void {
  if (!(el instanceof HTMLElement)) return;
  // Or the key would be typed into the field it leads to.
  event.preventDefault();
  if (el.tabIndex < 0) el.tabIndex = -1;
  el.focus({ preventScroll: true });
  el.scrollIntoView({ block: 'nearest' });
}

function neighbour(step: 1 | -1): Element | undefined {
  const stops = visible('[data-nav]');
  const here = stops.findIndex((stop) => stop.contains(document.activeElement));
  if (here < 0) return step > 0 ? stops[0] : stops.at(-1);
  return stops[here + step];
}

function visible(selector: string): Element[] {
  return [...document.querySelectorAll(selector)].filter((el) => el.checkVisibility());
}
