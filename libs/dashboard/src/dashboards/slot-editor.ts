import {
  attributes,
  type Html,
  html,
  type OptionDefinition,
  type Options,
  type PanelSize,
  preserve,
} from '@binnacle/plugin-kit';
import type { PageFilter } from '../pages/index.js';
import { operation } from './editor-operation.js';
import type { EditorSlot } from './editor-state.js';

/** What the form offers. */
export interface EditorParts {
  readonly panels: readonly {
    readonly id: string;
    readonly title: string;
    readonly size: PanelSize;
    readonly options: Options;
  }[];
  readonly filters: readonly Pick<PageFilter, 'param' | 'label' | 'placeholder'>[];
}

interface Place {
  readonly index: number;
  readonly count: number;
  readonly url: `/${string}`;
}

const SIZES = [
  ['third', 'A third'],
  ['half', 'Half'],
  ['full', 'Full width'],
] as const;

/** One panel of the dashboard: where it stands, how large it is, and what it shows. */
export function slotEditor(slot: EditorSlot, place: Place, { panels, filters }: EditorParts): Html {
  const { key } = slot;
  const panel = panels.find(({ id }) => id === slot.panel);
  const name = panel?.title ?? slot.panel;
  return html`<li${attributes({ id: `slot-${key}`, class: 'slot', 'data-nav': true, tabindex: -1 })}><input type="hidden" name="slot" value="${key}"><input type="hidden" name="${key}.panel" value="${slot.panel}">
<div class="slot-head"><h2>${name}${!panel && html` <span class="quiet">not loaded</span>`}</h2>${moves(slot, name, place)}</div>
<div class="slot-fields">${field(`${key}.title`, 'Title', html`<input${attributes({ id: `${key}.title`, name: `${key}.title`, value: slot.title, placeholder: name, maxlength: 80, autocomplete: 'off' })}>`)}${field(`${key}.size`, 'Width', sizes(slot, panel?.size ?? 'third'))}</div>
<details${attributes({ id: `more-${key}`, class: 'slot-more', open: hasMore(slot) })}${preserve('open')}><summary>Options and filters</summary><div class="slot-fields">${Object.entries(panel?.options ?? {}).map(([option, definition]) => optionField(slot, option, definition))}${filters.map((filter) => filterField(slot, filter))}</div></details></li>`;
}

const hasMore = ({ options, filters }: EditorSlot): boolean =>
  Object.keys(options).length > 0 || Object.values(filters).some((value) => value !== '');

const moves = ({ key }: EditorSlot, name: string, { index, count, url }: Place): Html =>
  html`<div class="slot-moves">${move(url, `up:${key}`, '↑', `Move ${name} up`, index === 0)}${move(url, `down:${key}`, '↓', `Move ${name} down`, index === count - 1)}${move(url, `remove:${key}`, '×', `Remove ${name}`, false)}</div>`;

const move = (url: `/${string}`, op: string, sign: string, label: string, disabled: boolean): Html =>
  html`<button${attributes({ id: `op-${op.replace(':', '-')}`, type: 'submit', class: 'icon', 'aria-label': label, title: label, 'aria-disabled': disabled && 'true', formaction: `${url}?op=${op}` })}${operation(url, op)}>${sign}</button>`;

const field = (id: string, label: string, control: Html, help?: string): Html =>
  html`<div class="field"><label for="${id}">${label}</label>${control}${help && html`<p class="quiet">${help}</p>`}</div>`;

const sizes = ({ key, size }: EditorSlot, usual: PanelSize): Html =>
  html`<select id="${key}.size" name="${key}.size">${SIZES.map(([value, label]) => html`<option${attributes({ value: value === usual ? '' : value, selected: size === value || (size === '' && value === usual) })}>${label}</option>`)}</select>`;

function optionField(slot: EditorSlot, option: string, definition: OptionDefinition): Html {
  const id = `${slot.key}.o.${option}`;
  const value = slot.options[option] ?? String(definition.default);
  return field(id, definition.label, control(id, value, definition), definition.help);
}

function control(id: string, value: string, definition: OptionDefinition): Html {
  switch (definition.type) {
    case 'boolean':
      return html`<input type="hidden" name="${id}" value="false"><input${attributes({ id, type: 'checkbox', name: id, value: 'true', checked: value === 'true' })}>`;
    case 'choice':
      return html`<select id="${id}" name="${id}">${definition.choices.map((choice) => html`<option${attributes({ value: choice, selected: choice === value })}>${choice}</option>`)}</select>`;
    case 'text':
      return html`<input${attributes({ id, name: id, value, maxlength: definition.maxLength ?? 200, autocomplete: 'off' })}>`;
    default:
      return html`<input${attributes({ id, name: id, type: 'number', value, min: definition.min, max: definition.max, step: definition.type === 'integer' ? 1 : 'any' })}>`;
  }
}

const filterField = (slot: EditorSlot, { param, label, placeholder }: EditorParts['filters'][number]): Html => {
  const id = `${slot.key}.f.${param}`;
  return field(
    id,
    `Only ${label.toLowerCase()}`,
    html`<input${attributes({ id, name: id, value: slot.filters[param] ?? '', placeholder, maxlength: 500, autocomplete: 'off', spellcheck: 'false' })}>`,
  );
};
