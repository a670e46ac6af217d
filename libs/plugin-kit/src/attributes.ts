import { BinnacleError } from '@binnacle/events';
import { escapeHtml, type Html, trusted } from './html.js';

export type AttributeValue = string | number | boolean | null | undefined;

const BAD_NAME = /[\s"'<>/=\0]/;

/**
 * An object as escaped attributes with a leading space each: true is a bare name; false, null and undefined leave it out.
 *
 * @example html`<input${attributes({ id, name: 'answer', required: true, 'aria-label': label })}>`
 * @throws BinnacleError `invalid_plugin` for a name that HTML can't hold
 */
export function attributes(values: Readonly<Record<string, AttributeValue>>): Html {
  let out = '';
  for (const [name, value] of Object.entries(values)) {
    if (value === false || value === null || value === undefined) continue;
    if (BAD_NAME.test(name)) throw new BinnacleError('invalid_plugin', `${JSON.stringify(name)} is no attribute name`);
    out += value === true ? ` ${name}` : ` ${name}="${escapeHtml(String(value))}"`;
  }
  return trusted(out);
}
