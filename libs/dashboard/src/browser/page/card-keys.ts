/**
 * Keys of the card that has the focus: `1`–`9` choose, `a` approves, `e` edits the arguments, `r` rejects (first a word, Ctrl+Enter
 * sends it; twice: without one), `c` claims, `Shift+A` reviews all of the same tool, Enter goes into the card.
 */
import { isField } from './typing.js';

type Command = (card: HTMLElement) => void;

const COMMANDS: Readonly<Record<string, Command>> = {
  a: (card) => press(card, 'button[value=approve]'),
  A: (card) => press(card, 'a[data-batch]'),
  c: (card) => press(card, '[data-key=claim]'),
  e: edit,
  r: reject,
  Enter: (card) =>
    focusOn(
      card.querySelector('[data-question-input], .answer input:not([type=hidden]), .answer select, .answer button'),
    ),
};

export function enableCardKeys(): void {
  document.addEventListener('keydown', (event) => {
    const { key, target } = event;
    if (event.defaultPrevented || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
    const card = target instanceof Element ? target.closest<HTMLElement>('[data-question-card]') : null;
    if (!card || mayNotAnswer() || isField(target as Element) || document.querySelector('dialog[open]')) return;
    // Enter on a button or a link is theirs.
    if (key === 'Enter' && target !== card) return;
    const command = /^[1-9]$/.test(key) ? (of: HTMLElement) => choose(of, Number(key)) : COMMANDS[key];
    if (!command) return;
    event.preventDefault();
    command(card);
  });
}

const mayNotAnswer = (): boolean => document.body.dataset.mayNot?.split(' ').includes('answer') ?? false;

function choose(card: HTMLElement, place: number): void {
  const choices = card.querySelectorAll<HTMLElement>(
    '.choices button, .answer input[type=radio], .answer input[type=checkbox]:not([name=args])',
  );
  const choice = choices[place - 1];
  choice?.click();
  if (choice instanceof HTMLInputElement) choice.focus();
}

function edit(card: HTMLElement): void {
  const details = card.querySelector<HTMLDetailsElement>('details.editing');
  if (!details) return;
  details.open = true;
  focusOn(details.querySelector('textarea'));
}

function reject(card: HTMLElement): void {
  const words = card.querySelector<HTMLTextAreaElement>('textarea[name=answer]');
  const form = card.querySelector<HTMLFormElement>('form.answer');
  if (!form || !card.querySelector('button[value=reject]')) return;
  if (!words || words.value || form.dataset.decision === 'reject') {
    press(card, 'button[value=reject]');
    return;
  }
  form.dataset.decision = 'reject';
  words.placeholder = 'Why not? Ctrl + Enter rejects …';
  focusOn(words);
}

const press = (card: HTMLElement, selector: string): void => card.querySelector<HTMLElement>(selector)?.click();

function focusOn(el: Element | null): void {
  if (el instanceof HTMLElement) el.focus();
}
