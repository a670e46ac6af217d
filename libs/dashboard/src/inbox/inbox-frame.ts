import { attributes, type Html, html } from '@binnacle/plugin-kit';
import type { InboxPerson } from './inbox-person.js';
import { inboxRoutes } from './inbox-routes.js';

export type InboxTab = 'open' | 'answered' | 'rules' | 'notifications';

const TABS: readonly { readonly tab: InboxTab; readonly label: string; readonly href: string }[] = [
  { tab: 'open', label: 'Open', href: inboxRoutes.open() },
  { tab: 'answered', label: 'Answered', href: inboxRoutes.answered() },
  { tab: 'rules', label: 'Standing approvals', href: inboxRoutes.rules() },
  { tab: 'notifications', label: 'Notifications', href: '/notifications' },
];

/** What the pages of the inbox share: heading, who one is, and where one may go. */
export const inboxFrame = (here: InboxTab, person: InboxPerson, body: Html): Html =>
  html`<main class="inbox" id="inbox"><header class="inbox-head"><h1>Inbox</h1>${whoAmI(person)}</header>
<nav class="tabs" aria-label="Inbox">${TABS.map(({ tab, label, href }) => html`<a${attributes({ href, 'aria-current': tab === here && 'page' })}>${label}</a>`)}</nav>
${body}</main>`;

const whoAmI = ({ name, isKnown, mayAnswer, isArchived }: InboxPerson): Html => {
  if (isArchived) return html`<p class="quiet">This project is archived: it is only read</p>`;
  if (!mayAnswer) return html`<p class="quiet">You may look; answering takes an operator</p>`;
  return isKnown
    ? html`<p class="quiet">You answer as <strong>${name}</strong></p>`
    : html`<form class="who-am-i" method="post" action="${inboxRoutes.name()}"><label for="my-name">You are</label><input${attributes({ id: 'my-name', name: 'name', value: name ?? '', maxlength: 80, placeholder: 'your name', autocomplete: 'nickname' })}><button type="submit">Save</button></form>`;
};
