import { type Html, html } from '@binnacle/plugin-kit';
import type { Visitor } from './visitor.js';

/** In the bar on top, as long as there are no accounts: that everybody is let in. */
export function accessBadge(visitor: Visitor): Html {
  if (visitor.kind !== 'open') return html``;
  const where = visitor.isLocal ? 'Open on this machine' : 'Open to the network';
  return html`<a class="access-badge" href="/setup"><span>${where}</span><span class="access-more"> · set up accounts</span></a>`;
}
