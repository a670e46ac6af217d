import { type Html, html } from '@binnacle/plugin-kit';

/** Where people are all day. */
const WORK = [
  { href: '/', label: 'Live' },
  { href: '/inbox', label: 'Inbox' },
  { href: '/dashboards', label: 'Dashboards' },
  { href: '/history', label: 'History' },
  { href: '/agents', label: 'Agents' },
] as const;

/** Where they set things up: behind one button. */
const SETTINGS = [
  { href: '/connect', label: 'Connect' },
  { href: '/storage', label: 'Storage' },
  { href: '/plugins', label: 'Plugins' },
  { href: '/settings/audit', label: 'Audit log' },
  { href: '/api/docs', label: 'API' },
] as const;

/** A page that the navigation leads to. */
export type Place = (typeof WORK)[number]['href'] | (typeof SETTINGS)[number]['href'];

interface Entry {
  readonly href: string;
  readonly label: string;
}

/** The list is a popover: it opens, closes and takes the keyboard without a script. */
export function navigation(here: Place): Html {
  const link = ({ href, label }: Entry) =>
    html`<a href="${href}"${href === here && html` aria-current="page"`}>${label}</a>`;
  const inSettings = SETTINGS.some(({ href }) => href === here);
  return html`<nav class="top-links" aria-label="Pages">${WORK.map(link)}<button class="plain" type="button" popovertarget="settings-places"${inSettings && html` aria-current="true"`}>Settings</button>
<div id="settings-places" class="menu" popover>${SETTINGS.map(link)}<button class="plain" type="button" data-theme-toggle>Theme</button></div></nav>`;
}
