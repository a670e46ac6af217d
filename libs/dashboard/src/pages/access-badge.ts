import { type Html, html } from '@binnacle/plugin-kit';
import type { Visitor } from './visitor.js';

/** In the bar on top: who one is, or that everybody is let in. */
export function accessBadge(visitor: Visitor): Html {
  if (visitor.kind === 'open') {
    const where = visitor.isLocal ? 'Open on this machine' : 'Open to the network';
    return html`<a class="access-badge" href="/setup"><span>${where}</span><span class="access-more"> · set up accounts</span></a>`;
  }
  if (visitor.kind !== 'person') return html``;
  return html`<a class="access-badge" href="/settings/projects" title="Project: ${visitor.project}"><span class="visually-hidden">Project </span><span>${visitor.project}</span></a>`;
}
