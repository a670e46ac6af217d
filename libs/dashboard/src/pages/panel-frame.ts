import { attributes, type Html, html, panelId } from '@binnacle/plugin-kit';
import type { PanelFrame } from './page-types.js';

/** A panel whole: the element that frames morph. */
export const panelFrame = ({
  body,
  warning,
  ...frame
}: PanelFrame & { readonly body: Html; readonly warning?: string }): Html =>
  section(frame, html`${warning && html`<p class="panel-warning">${warning}</p>`}${body}`);

/** In place of a panel whose view failed; the others are not touched by it. */
export const panelError = ({
  message,
  count,
  ...frame
}: PanelFrame & { readonly message: string; readonly count: number }): Html =>
  section(
    frame,
    html`<div class="panel-error" role="alert"><p><strong>This panel failed.</strong> It will be tried again with the next change.</p><pre>${message}</pre><p class="quiet">${count === 1 ? 'once' : `${count} times`} since the server started</p></div>`,
  );

/** In place of a panel that failed too often or took too long: it costs nothing until somebody switches it on. */
export const panelOff = ({
  reason,
  source,
  ...frame
}: PanelFrame & { readonly reason: string; readonly source: string }): Html =>
  section(
    frame,
    html`<div class="panel-error" role="alert"><p><strong>This panel is switched off:</strong> ${reason}.</p>${switchOnForm(source)}</div>`,
  );

/** Works without scripts: the answer is the Plugins page. @param source `panel:<id>` or `filter:<id>` */
export const switchOnForm = (source: string): Html =>
  html`<form class="switch-on" data-needs="owner" method="post" action="/plugins/switch-on"><input type="hidden" name="source" value="${source}"><button type="submit">Switch on again</button></form>`;

const section = ({ id, title, size }: PanelFrame, content: Html): Html => {
  const heading = `${panelId(id)}-title`;
  return html`<section${attributes({ id: panelId(id), class: `panel panel-${size}`, 'aria-labelledby': heading })}><h2 id="${heading}">${title}</h2><div class="panel-body" id="${panelId(id)}-body">${content}</div></section>`;
};
