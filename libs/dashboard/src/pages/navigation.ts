import { type Html, html } from '@binnacle/plugin-kit';
import { csrfField, type Visitor } from './visitor.js';

/** Where people are all day. */
const WORK = [
  { href: '/', label: 'Live' },
  { href: '/inbox', label: 'Inbox' },
  { href: '/dashboards', label: 'Dashboards' },
  { href: '/history', label: 'History' },
  { href: '/agents', label: 'Agents' },
] as const;

/** Where they set things up: behind one button. Each may be for some only. */
const SETTINGS = [
  { href: '/connect', label: 'Connect' },
  { href: '/settings/projects', label: 'Projects' },
  { href: '/settings/people', label: 'People', needs: 'admin' },
  { href: '/settings/keys', label: 'API keys', needs: 'admin' },
  { href: '/storage', label: 'Storage', needs: 'owner' },
  { href: '/plugins', label: 'Plugins', needs: 'owner' },
  { href: '/settings/audit', label: 'Audit log', needs: 'admin' },
  { href: '/api/docs', label: 'API' },
] as const;

const ACCOUNT = { href: '/account', label: 'Your account' } as const;

/** A page that the navigation leads to. */
export type Place = (typeof WORK)[number]['href'] | (typeof SETTINGS)[number]['href'] | (typeof ACCOUNT)['href'];

interface Entry {
  readonly href: string;
  readonly label: string;
  readonly needs?: 'admin' | 'owner';
}

/** The list is a popover: it opens, closes and takes the keyboard without a script. */
export function navigation(here: Place, visitor: Visitor): Html {
  const link = ({ href, label }: Entry) =>
    html`<a href="${href}"${href === here && html` aria-current="page"`}>${label}</a>`;
  const settings = (SETTINGS as readonly Entry[]).filter(({ needs }) => !needs || visitor.may(needs));
  const inSettings = settings.some(({ href }) => href === here) || here === ACCOUNT.href;
  return html`<nav class="top-links" aria-label="Pages">${WORK.map(link)}<button class="plain" type="button" popovertarget="settings-places"${inSettings && html` aria-current="true"`}>Settings</button>
<div id="settings-places" class="menu" popover>${visitor.kind === 'person' && html`<p class="menu-name">${visitor.name}</p>${link(ACCOUNT)}`}${settings.map(link)}<button class="plain" type="button" data-theme-toggle>Theme</button>${visitor.kind === 'person' && signOut(visitor)}</div></nav>`;
}

const signOut = (visitor: Visitor): Html =>
  html`<form method="post" action="/logout">${csrfField(visitor)}<button class="plain" type="submit">Sign out</button></form>`;
