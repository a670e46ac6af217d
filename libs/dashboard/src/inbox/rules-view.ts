import type { ApprovalRule } from '@binnacle/coordinator';
import { attributes, emptyState, type Html, html, preview, routes, timeAgo } from '@binnacle/plugin-kit';
import { inboxRoutes } from './inbox-routes.js';

/** Approvals that hold for more than one call, and the button that ends each. */
export const rulesView = (rules: readonly ApprovalRule[]): Html =>
  rules.length === 0
    ? emptyState(
        'No standing approvals',
        'Approve an action “for this session” or “from now on”, and it is listed here until somebody revokes it.',
      )
    : html`<div class="table-scroll" tabindex="0"><table class="answered"><thead><tr><th>Tool</th><th>Agent</th><th>Holds for</th><th>Given</th><th>Used</th><th></th></tr></thead><tbody>${rules.map(row)}</tbody></table></div>`;

const row = (rule: ApprovalRule): Html =>
  html`<tr${attributes({ 'data-nav': true, tabindex: -1, class: rule.revokedAt ? 'is-revoked' : '' })}><td><a href="${routes.eventPage(rule.questionId)}">${preview(rule.tool, 80)}</a></td><td>${preview(rule.agentId ?? 'agents without a name', 80)}</td><td>${rule.argsHash === null ? 'any arguments' : 'the same arguments'}${rule.sessionId !== null && html`<span class="quiet">in session ${preview(rule.sessionId, 40)}</span>`}</td><td data-beside data-label="given by">${preview(rule.createdBy, 60)}<span class="quiet">${timeAgo(rule.createdAt)}</span></td><td data-beside data-label="used">${rule.uses === 0 ? 'never' : html`${rule.uses.toLocaleString('en')} times${rule.lastUsedAt && html`<span class="quiet">${timeAgo(rule.lastUsedAt)}</span>`}`}</td><td>${rule.revokedAt ? html`<span class="quiet">revoked by ${preview(rule.revokedBy, 60)} ${timeAgo(rule.revokedAt)}</span>` : html`<form data-needs="admin" method="post" action="${inboxRoutes.revoke(rule.id)}"><button class="danger" type="submit">Revoke</button></form>`}</td></tr>`;
