import { type Link, type Member, ROLES } from '@binnacle/auth';
import { attributes, emptyState, type Html, html, timeAgo } from '@binnacle/plugin-kit';
import { textField } from '../account/fields.js';
import { csrfField, type Visitor } from '../pages/visitor.js';
import { settingsFrame, sure } from './settings-frame.js';
import type { ShownOnce } from './shown-once.js';

export interface PeoplePage {
  readonly members: readonly Member[];
  readonly invitations: readonly Link[];
  readonly visitor: Visitor;
  readonly once?: ShownOnce;
  readonly mistake?: string;
}

export function peopleView({ members, invitations, visitor, once, mistake }: PeoplePage): Html {
  const body =
    visitor.kind === 'open'
      ? html`<section class="panel panel-full"><div class="panel-body">${emptyState('There are no accounts', 'Everybody who reaches this server may do everything.')}<p class="settings-body"><a class="button primary" href="/setup">Set up accounts</a></p></div></section>`
      : html`${inviteForm(visitor)}${membersSection(members, visitor)}${invitationsSection(invitations, visitor)}`;
  const lead = `Of the project ${visitor.project}. A viewer reads, an operator also asks and answers, an admin does everything in it.`;
  return settingsFrame({ title: 'People', lead, once, mistake, body });
}

const inviteForm = (visitor: Visitor): Html =>
  html`<section class="panel panel-full" aria-labelledby="invite"><h2 id="invite">Invite somebody</h2><div class="panel-body settings-body"><form class="settings-form" method="post" action="/settings/people/invite">${csrfField(visitor)}${textField({ name: 'email', label: 'E-mail address', type: 'email', autocomplete: 'off', placeholder: 'grace@example.com', hint: 'Nothing is sent: you get a link for them' })}<div class="field"><label class="field-name" for="invite-role">Role</label>${roleChoice('invite-role', 'operator')}</div><button class="primary" type="submit">Make the link</button></form></div></section>`;

const membersSection = (members: readonly Member[], visitor: Visitor): Html =>
  html`<section class="panel panel-full" aria-labelledby="members"><h2 id="members">Members</h2><div class="panel-body"><ul class="dashboard-list">${members.map((member) => memberRow(member, visitor))}</ul></div></section>`;

function memberRow({ userId, name, email, isOwner, role, lastLoginAt }: Member, visitor: Visitor): Html {
  const path = `/settings/people/${userId}`;
  const field = csrfField(visitor);
  const seen = lastLoginAt ? html`signed in ${timeAgo(lastLoginAt.toISOString())}` : html`never signed in`;
  const roleForm =
    role !== undefined &&
    html`<form class="filter-mode" method="post" action="${path}/role">${field}<label class="visually-hidden" for="role-${userId}">Role of ${name}</label>${roleChoice(`role-${userId}`, role)}<button type="submit">Set</button></form>`;
  const ofOwner =
    visitor.isOwner &&
    html`<form method="post" action="${path}/reset">${field}<button type="submit">Link for a new password</button></form>${sure(isOwner ? 'No owner any more' : 'Make owner', isOwner ? `${name} would only have the roles in projects.` : `${name} could do everything, in every project.`, html`<form method="post" action="${path}/owner">${field}<input type="hidden" name="owner" value="${isOwner ? 'no' : 'yes'}"><button type="submit">Yes</button></form>`)}`;
  const remove =
    role !== undefined &&
    sure(
      'Remove',
      `${name} would no longer see this project.`,
      html`<form method="post" action="${path}/remove">${field}<button type="submit">Remove</button></form>`,
    );
  return html`<li id="person-${userId}"><div><strong>${name}</strong>${isOwner && html` <span class="state">owner</span>`}<p class="quiet">${email} · ${seen}</p></div><div class="dashboard-does">${roleForm}${ofOwner}${remove}</div></li>`;
}

const invitationsSection = (invitations: readonly Link[], visitor: Visitor): Html =>
  html`<section class="panel panel-full" aria-labelledby="invited"><h2 id="invited">Invited</h2><div class="panel-body">${
    invitations.length === 0
      ? emptyState('Nobody is invited right now')
      : html`<ul class="dashboard-list">${invitations.map(
          ({ id, email, role, createdBy, expiresAt }) =>
            html`<li><div><strong>${email}</strong> <span class="state">${role}</span><p class="quiet">by ${createdBy} · until ${expiresAt.toISOString().slice(0, 10)}</p></div><form method="post" action="/settings/people/invitations/${id}/take-back">${csrfField(visitor)}<button type="submit">Take back</button></form></li>`,
        )}</ul>`
  }</div></section>`;

const roleChoice = (id: string, chosen: string): Html =>
  html`<select id="${id}" name="role">${ROLES.map((role) => html`<option${attributes({ value: role, selected: role === chosen })}>${role}</option>`)}</select>`;
