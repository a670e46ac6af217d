import { attributes, emptyState, type Html, html } from '@binnacle/plugin-kit';
import { operation } from './editor-operation.js';
import type { EditorState } from './editor-state.js';
import { type EditorParts, slotEditor } from './slot-editor.js';

export interface Editor extends EditorParts {
  readonly state: EditorState;
  /** Of this editor; the form is sent there. */
  readonly url: `/${string}`;
  readonly isNew: boolean;
  readonly mistake?: string;
}

/** Works without scripts; with them, only the form is painted anew. */
export function editorView(editor: Editor): Html {
  const { state, url, isNew } = editor;
  return html`<main class="storage editor-page"><h1>${isNew ? 'New dashboard' : 'Edit dashboard'}</h1>${editorForm(editor)}</main>`;

  function editorForm({ mistake, panels }: Editor): Html {
    return html`<form class="editor" id="editor" method="post" action="${url}">
${mistake && html`<p class="mistake" id="editor-mistake" role="alert">${mistake}</p>`}<input type="hidden" name="revision" value="${state.revision ?? ''}">
<div class="editor-head"><div class="field"><label for="dashboard-name">Name</label><input id="dashboard-name" name="name" value="${state.name}" maxlength="80" autocomplete="off" placeholder="Release watch"></div><button class="primary" type="submit">Save</button><a class="button" href="/dashboards">Cancel</a></div>
${preview(editor)}
${state.slots.length === 0 ? emptyState('No panel yet', 'Add the first one below.') : html`<ol class="slots" id="slots">${state.slots.map((slot, index) => slotEditor(slot, { index, count: state.slots.length, url }, editor))}</ol>`}
<div class="editor-add" id="editor-add"><div class="field"><label for="add-panel">Panel</label><select id="add-panel" name="add">${panels.map(({ id, title }) => html`<option value="${id}">${title}</option>`)}</select></div><button${attributes({ id: 'add-button', type: 'submit', formaction: `${url}?op=add` })}${operation(url, 'add')}>Add panel</button></div></form>`;
  }
}

/** The form alone, for the patch after a button. */
export function editorPatch(editor: Editor): string {
  const page = editorView(editor).toString();
  return page.slice(page.indexOf('<form'), page.lastIndexOf('</form>') + '</form>'.length);
}

/** The arrangement as boxes. */
const preview = ({ state, panels }: Editor): Html =>
  html`<div class="mini-grid" id="editor-preview" aria-hidden="true">${state.slots.map(
    ({ key, panel, title, size }) => {
      const known = panels.find(({ id }) => id === panel);
      return html`<div${attributes({ id: `box-${key}`, class: `mini mini-${size || known?.size || 'third'}` })}>${title || known?.title || panel}</div>`;
    },
  )}</div>`;
