import { attributes, type Html, html } from '@binnacle/plugin-kit';
import type { Place } from './navigation.js';
import type { ProjectChoice } from './page-types.js';
import { csrfField, type Visitor } from './visitor.js';

export interface ProjectSwitcher {
  readonly visitor: Visitor;
  readonly projects: readonly ProjectChoice[];
  /** Where one comes back to, in the other project. */
  readonly place: Place;
}

/**
 * Which project one looks at, and the others to choose from: a popover of buttons of a form, so that it opens, closes, takes the
 * keyboard and switches without a script.
 */
export function projectSwitcher({ visitor, projects, place }: ProjectSwitcher): Html {
  if (visitor.kind === 'person' && projects.length === 0 && !visitor.isArchived) {
    return html`<a class="access-badge" href="/settings/projects">No project yet</a>`;
  }
  // Without accounts there is mostly one.
  if (visitor.kind !== 'person' && projects.length < 2 && !visitor.isArchived) return html``;
  const here = projects.find(({ id }) => id === visitor.project);
  const name = here?.name ?? visitor.project;
  return html`<button class="access-badge project-badge" type="button" popovertarget="project-choices" title="Project: ${name}"><span class="visually-hidden">Project </span><span class="project-badge-name">${name}${visitor.isArchived && ' · archived'}</span></button>
<div id="project-choices" class="menu project-menu" popover><form method="post" action="/settings/projects/choose" aria-label="Projects">${csrfField(visitor)}<input type="hidden" name="next" value="${place}">${projects.map((project) => choice(project, project === here))}</form><a href="/settings/projects">All projects …</a></div>`;
}

const choice = ({ id, name }: ProjectChoice, isHere: boolean): Html =>
  html`<button${attributes({ class: 'plain', type: 'submit', name: 'project', value: id, 'aria-current': isHere && 'true', title: name })}><span>${name}</span>${name !== id && html` <code>${id}</code>`}</button>`;
