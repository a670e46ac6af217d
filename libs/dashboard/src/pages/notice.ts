import { attributes, type Html, html } from '@binnacle/plugin-kit';

/** A message that comes and goes, for what a person just did. Appended to `#notices`. */
export const notice = ({
  id,
  kind,
  text,
}: {
  readonly id: string;
  readonly kind: 'error' | 'info';
  readonly text: string;
}): Html =>
  html`<div${attributes({ id, class: `notice notice-${kind}`, role: kind === 'error' ? 'alert' : 'status' })}><p>${text}</p></div>`;
