import { type Html, html } from '@binnacle/plugin-kit';

const KEYS: readonly (readonly [string, string])[] = [
  ['j  k', 'next and previous row or card'],
  ['b', 'first question that waits for you'],
  ['/', 'filter'],
  ['1 – 9', 'choose an answer of the card'],
  ['a  e  r', 'approve, edit the arguments, reject'],
  ['c  Shift + A', 'claim the card, review all of its tool'],
  ['Enter', 'write in the card'],
  ['Ctrl + Enter', 'send the answer you are writing'],
  ['Esc', 'leave a field'],
  ['?', 'this list'],
];

export const shortcutsDialog = (): Html =>
  html`<dialog id="shortcuts" aria-labelledby="shortcuts-title"><h2 id="shortcuts-title">Keyboard</h2><dl>${KEYS.map(([keys, meaning]) => html`<div><dt>${keys.split('  ').map((key) => html`<kbd>${key}</kbd>`)}</dt><dd>${meaning}</dd></div>`)}</dl><form method="dialog"><button class="primary">Close</button></form></dialog>`;
