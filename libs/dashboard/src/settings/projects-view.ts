import { MAX_RETENTION_DAYS, type Project } from '@binnacle/auth';
import { DEFAULT_PROJECT } from '@binnacle/events';
import { attributes, type Html, html } from '@binnacle/plugin-kit';
import { textField } from '../account/fields.js';
import { csrfField, type Visitor } from '../pages/visitor.js';
import { settingsFrame, sure } from './settings-frame.js';

export interface ProjectsPage {
  readonly projects: readonly Project[];
  readonly visitor: Visitor;
  readonly mistake?: string | undefined;
}

export function projectsView({ projects, visitor, mistake }: ProjectsPage): Html {
  const open = projects.filter(({ archivedAt }) => !archivedAt);
  const archived = projects.filter(({ archivedAt }) => archivedAt);
  const body = html`<section class="panel panel-full" aria-labelledby="projects"><h2 id="projects">Yours</h2><div class="panel-body">${
    projects.length === 0
      ? html`<p class="settings-body">You are a member of no project yet. An admin of one can invite you.</p>`
      : html`<ul class="dashboard-list">${open.map((project) => row(project, visitor))}</ul>`
  }</div></section>${visitor.isOwner && createForm(visitor)}${archived.length > 0 && html`<details class="settings-more"><summary class="quiet">${archived.length} archived</summary><ul class="dashboard-list">${archived.map((project) => archivedRow(project, visitor))}</ul></details>`}`;
  const lead = 'Each has its own events, questions, dashboards, people and keys.';
  return settingsFrame({ title: 'Projects', lead, mistake, body });
}

function row(project: Project, visitor: Visitor): Html {
  const { id, name, retentionDays } = project;
  const isHere = id === visitor.project;
  const kept = retentionDays === null ? '' : ` · kept for ${retentionDays} days`;
  return html`<li id="project-${id}"><div><strong>${name}</strong>${isHere && html` <span class="state state-completed">you look at it</span>`}<p class="quiet"><code>${id}</code>${kept}</p></div><div class="dashboard-does">${!isHere && choose(id, visitor)}${visitor.isOwner && changes(project, visitor)}</div></li>`;
}

const choose = (id: string, visitor: Visitor): Html =>
  html`<form method="post" action="/settings/projects/choose">${csrfField(visitor)}<input type="hidden" name="project" value="${id}"><button type="submit">Look at it</button></form>`;

function changes({ id, name, retentionDays }: Project, visitor: Visitor): Html {
  const field = csrfField(visitor);
  const form = html`<form class="settings-change" method="post" action="/settings/projects/${id}">${field}<label for="name-${id}">Name</label><input${attributes({ id: `name-${id}`, name: 'name', value: name, maxlength: 80, required: true })}><label for="days-${id}">Days events are kept</label><input${attributes({ id: `days-${id}`, name: 'retention_days', type: 'number', min: 1, max: MAX_RETENTION_DAYS, value: retentionDays ?? '', placeholder: 'as the server' })}><button type="submit">Save</button></form>`;
  const archive =
    id !== DEFAULT_PROJECT &&
    sure(
      'Archive',
      'Nothing comes in any more, and it is offered no more. What is in it can be read; nothing is deleted.',
      html`<form method="post" action="/settings/projects/${id}/archive">${field}<button type="submit">Archive it</button></form>`,
    );
  return html`<details class="action-confirm"><summary class="button">Change …</summary><div class="action-ask">${form}</div></details>${archive}`;
}

const createForm = (visitor: Visitor): Html =>
  html`<section class="panel panel-full" aria-labelledby="new-project"><h2 id="new-project">New project</h2><div class="panel-body settings-body"><form class="settings-form" method="post" action="/settings/projects">${csrfField(visitor)}${textField({ name: 'id', label: 'Id', placeholder: 'billing', maxlength: 40, autocomplete: 'off', hint: 'In addresses and exports; it stays' })}${textField({ name: 'name', label: 'Name', placeholder: 'Billing', maxlength: 80, required: false, autocomplete: 'off' })}<button class="primary" type="submit">Make it</button></form></div></section>`;

const archivedRow = ({ id, name }: Project, visitor: Visitor): Html =>
  html`<li id="project-${id}"><div>${name} <span class="quiet"><code>${id}</code></span>${id === visitor.project && html` <span class="state">you look at it</span>`}</div><div class="dashboard-does">${id !== visitor.project && choose(id, visitor)}${visitor.isOwner && html`<form method="post" action="/settings/projects/${id}/restore">${csrfField(visitor)}<button type="submit">Bring it back</button></form>`}</div></li>`;
