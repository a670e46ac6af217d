/** OpenInference (Arize Phoenix and its instrumentations), by `openinference.span.kind`. */
import { defineMapping, identityOf } from '@binnacle/plugin-kit';
import { text } from '../reading/attributes.js';
import { KINDS } from './kinds.js';

export const openInference = defineMapping({
  id: 'openinference',
  title: 'OpenInference',
  order: 560,
  span: (span) => {
    const name = text(span.attributes, 'openinference.span.kind')?.toUpperCase();
    const kind = name === undefined ? undefined : KINDS.get(name);
    return kind && { ...identityOf(span.attributes), ...kind(span) };
  },
});
