import {
  type ActionDefinition,
  attributes,
  type Html,
  html,
  on,
  postForm,
  preserve,
  routes,
} from '@binnacle/plugin-kit';

export interface ActionPlace {
  /** Makes DOM ids. */
  readonly id: string;
  readonly targetId: string;
}

/** A form, so that it works without scripts. What has to be confirmed is behind a second button. */
export function actionForm({ id, title, confirm }: ActionDefinition, place: ActionPlace): Html {
  const formId = `action-${id}-${place.id}`;
  const form = (label: string) =>
    html`<form${attributes({ id: formId, class: 'action', 'data-needs': 'answer', method: 'post', action: routes.action(id) })}${on('submit', postForm())}><input type="hidden" name="target" value="${place.targetId}"><button type="submit">${label}</button></form>`;
  if (!confirm) return form(title);
  return html`<details${attributes({ id: `${formId}-confirm`, class: 'action-confirm', 'data-needs': 'answer' })}${preserve('open')}><summary class="button">${title} …</summary><div class="action-ask"><p>${confirm}</p>${form(title)}</div></details>`;
}
