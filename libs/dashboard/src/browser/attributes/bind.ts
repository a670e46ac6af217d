import { afterMorph } from '../patches/after-morph.js';
import { signals } from '../signals/signals.js';
import type { AppliedAttribute } from './applied-attribute.js';
import { casedKey } from './attribute-name.js';
import { boundControl } from './bound-control.js';

/** `data-bind:name` or `data-bind="name"`: a form control and a signal that follow each other. */
export function bind(applied: AppliedAttribute): void {
  const path = (applied.key ? casedKey(applied, 'camel') : applied.value).split('.');
  const control = boundControl(applied.el);
  const save = () => {
    const value = control.read();
    if (value !== undefined) signals.write(path, value);
  };
  // A signal that exists already wins over what the HTML says.
  if (!signals.has(path)) save();
  applied.effect(() => {
    const { value } = signals.read(path);
    if (value !== undefined) control.show(value);
  });
  applied.listen(applied.el, 'input', save);
  applied.listen(applied.el, 'change', save);
  // A morph that changed the control's value did so because the server said so.
  applied.onCleanup(afterMorph(applied.el, save));
}
