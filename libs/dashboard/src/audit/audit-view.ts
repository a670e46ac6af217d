import type { AuditEntry } from '@binnacle/auth';
import { attributes, emptyState, type Html, html, preview, timeAgo } from '@binnacle/plugin-kit';

/** Parameters of the page that choose entries. */
export const AUDIT_FIELDS = ['actor', 'action', 'target', 'from', 'to', 'whole'] as const;
type Field = (typeof AUDIT_FIELDS)[number];

export interface AuditLogPage {
  readonly entries: readonly AuditEntry[];
  /** As they were given; `''` = not. */
  readonly chosen: Readonly<Partial<Record<Field, string>>>;
  readonly project: string;
  readonly mayWhole: boolean;
  readonly isFirst: boolean;
  /** Of the last entry, when there are more. */
  readonly next: bigint | undefined;
}

/** Groups of what is recorded, as the filter offers them. */
const ACTIONS = [
  ['', 'anything'],
  ['login.*', 'signing in'],
  ['account.*', 'accounts'],
  ['password.*', 'passwords'],
  ['key.*', 'API keys'],
  ['question.*', 'answers'],
  ['rule.*', 'standing approvals'],
  ['dashboard.*', 'dashboards'],
  ['events.*', 'exports and imports'],
  ['member.*', 'members'],
  ['invitation.*', 'invitations'],
  ['project.*', 'projects'],
  ['plugin.*', 'plugins'],
  ['action.*', 'actions'],
] as const;

export function auditView(page: AuditLogPage): Html {
  const { entries, chosen, project, mayWhole, isFirst, next } = page;
  const isWhole = chosen.whole === '1';
  return html`<main class="storage settings audit" id="audit"><div><h1>Audit log</h1><p class="quiet">Who did what, when, from where: ${isWhole ? 'in the whole installation' : html`in the project ${project}`}. It is only ever written to.</p></div>
${mayWhole && html`<nav class="chips" aria-label="Of what">${scope('This project', { ...chosen, whole: '' }, !isWhole)}${scope('Whole installation', { ...chosen, whole: '1' }, isWhole)}</nav>`}
${filterForm(page)}
<section class="panel panel-full" aria-labelledby="audit-entries"><h2 id="audit-entries">Entries</h2><div class="panel-body">${entries.length === 0 ? nothing(chosen) : table(entries, isWhole)}</div></section>
<nav class="paging" aria-label="Pages">${!isFirst && html`<a class="chip" href="${urlOf(chosen)}">Newest</a>`}${next !== undefined && html`<a class="chip" rel="next" href="${urlOf(chosen, { before: next.toString() })}">Older</a>`}<span class="paging-rest"></span><a class="chip" href="${urlOf(chosen, { format: 'csv' }, '/api/v1/audit')}" download>CSV</a><a class="chip" href="${urlOf(chosen, { format: 'ndjson' }, '/api/v1/audit')}" download>NDJSON</a></nav></main>`;
}

const scope = (label: string, chosen: AuditLogPage['chosen'], current: boolean): Html =>
  html`<a${attributes({ class: 'chip', href: urlOf(chosen), 'aria-current': current && 'true' })}>${label}</a>`;

const nothing = (chosen: AuditLogPage['chosen']): Html =>
  AUDIT_FIELDS.some((name) => name !== 'whole' && chosen[name])
    ? emptyState('Nothing fits', 'No entry fits the filter.')
    : emptyState('Nothing yet', 'What people and programs change is written down here.');

function filterForm({ chosen }: AuditLogPage): Html {
  const action = chosen.action ?? '';
  const isKnown = ACTIONS.some(([value]) => value === action);
  const options = [...ACTIONS, ...(isKnown ? [] : [[action, action] as const])];
  const field = (name: Field, label: string, placeholder: string): Html =>
    html`<label><span>${label}</span><input${attributes({ name, value: chosen[name] ?? '', maxlength: 256, placeholder, 'data-filter-input': name === 'actor' })}></label>`;
  return html`<form class="inbox-filters" method="get" action="/settings/audit" aria-label="Filter">${field('actor', 'Who', 'anybody')}<label><span>What</span><select name="action">${options.map(([value, label]) => html`<option${attributes({ value, selected: value === action })}>${label}</option>`)}</select></label>${field('target', 'On', 'key:, question: …')}${field('from', 'From', '2026-11-27')}${field('to', 'Before', '2026-11-28')}${chosen.whole === '1' && html`<input type="hidden" name="whole" value="1">`}<button type="submit">Filter</button></form>`;
}

const table = (entries: readonly AuditEntry[], isWhole: boolean): Html =>
  html`<div class="table-scroll" tabindex="0" role="region" aria-labelledby="audit-entries"><table class="dense audit-table"><thead><tr><th scope="col">When</th><th scope="col">Who</th><th scope="col">What</th><th scope="col">On</th>${isWhole && html`<th scope="col">Project</th>`}<th scope="col">From</th><th scope="col">Detail</th></tr></thead><tbody>${entries.map((entry) => row(entry, isWhole))}</tbody></table></div>`;

/** `data-label` is the head of the column, where cells stand below each other. */
const row = ({ id, at, who, what, target, project, from, detail }: AuditEntry, isWhole: boolean): Html =>
  html`<tr${attributes({ id: `audit-${id}`, 'data-nav': true, tabindex: -1 })}><td data-label="When">${timeAgo(at.toISOString())}</td><td data-label="Who"><span dir="auto">${preview(who.name, 80)}</span> <span class="quiet">${who.kind === 'visitor' ? '' : who.kind}</span></td><td data-label="What"><code>${what}</code></td><td data-label="On">${target === null ? none : preview(target, 60)}</td>${isWhole && html`<td data-label="Project">${project ?? html`<span class="quiet">all</span>`}</td>`}<td data-label="From">${from ?? none}</td><td class="audit-detail" data-label="Detail">${details(detail)}</td></tr>`;

const none = html`<span class="quiet">–</span>`;

const details = (detail: AuditEntry['detail']): Html[] =>
  Object.entries(detail)
    .filter(([, value]) => value !== null && value !== '')
    .map(
      ([name, value], index) =>
        html`${index > 0 && ' · '}<span class="quiet">${name}</span> ${preview(typeof value === 'string' ? value : JSON.stringify(value), 120)}`,
    );

function urlOf(
  chosen: AuditLogPage['chosen'],
  more: Readonly<Record<string, string>> = {},
  path = '/settings/audit',
): string {
  const given = AUDIT_FIELDS.flatMap((name) => (chosen[name] ? [[name, chosen[name]]] : []));
  const query = new URLSearchParams([...given, ...Object.entries(more)] as [string, string][]);
  return `${path}${query.size > 0 ? `?${query}` : ''}`;
}
