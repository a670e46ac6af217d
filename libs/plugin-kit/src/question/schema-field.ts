import { type JsonObject, type JsonValue } from '@binnacle/events';
import { attributes } from '../attributes.js';
import { partId } from '../dom-ids.js';
import { type Html, html } from '../html.js';
import { preview } from '../view/preview.js';
import type { QuestionCard } from './question-card.js';

const INPUT_TYPES: Readonly<Record<string, string>> = { date: 'date', email: 'email', uri: 'url' };
/** A text that may be longer gets a field of several lines. */
const LINE_CHARS = 200;

/** The field of one property of a form's schema; what no field fits is written as JSON. */
export function schemaField(item: QuestionCard, name: string, schema: JsonObject): Html {
  const id = partId(item.place, item.id, 'field', name);
  const required = requiredOf(item).includes(name);
  const label = preview(schema.title ?? name, 120);
  const hint = schema.description ? html`<span class="quiet">${preview(schema.description, 300)}</span>` : '';
  const field = { id, name: `field.${name}`, required };
  const named = html`<span class="field-name">${label}${required ? '' : html` <span class="quiet">optional</span>`}</span>${hint}`;
  if (schema.type === 'boolean') {
    const checked = schema.default === true;
    return html`<label class="check"><input${attributes({ id, type: 'checkbox', name: field.name, value: 'true', checked })}><span>${named}</span></label>`;
  }
  return html`<label class="field" for="${id}">${named}${control(field, schema)}</label>`;
}

interface Field {
  readonly id: string;
  readonly name: string;
  readonly required: boolean;
}

function control(field: Field, schema: JsonObject): Html {
  const values = Array.isArray(schema.enum) ? schema.enum : undefined;
  if (values) {
    const option = (value: JsonValue) =>
      html`<option${attributes({ value: String(value), selected: value === schema.default })}>${String(value)}</option>`;
    return html`<select${attributes({ ...field })}>${field.required ? '' : html`<option value=""></option>`}${values.map(option)}</select>`;
  }
  const { type } = schema;
  const text = typeof schema.default === 'string' || typeof schema.default === 'number' ? String(schema.default) : '';
  if (type === 'number' || type === 'integer') {
    const step = type === 'integer' ? 1 : 'any';
    return html`<input${attributes({ ...field, type: 'number', step, min: numberOf(schema.minimum), max: numberOf(schema.maximum), value: text || undefined })}>`;
  }
  const maxlength = numberOf(schema.maxLength) ?? 65_536;
  if (type === 'string' && (numberOf(schema.maxLength) ?? 0) <= LINE_CHARS) {
    const kind = INPUT_TYPES[String(schema.format)] ?? 'text';
    return html`<input${attributes({ ...field, type: kind, maxlength, value: text || undefined, 'data-question-input': true })}>`;
  }
  const placeholder = type === 'string' ? undefined : 'JSON';
  return html`<textarea${attributes({ ...field, rows: 3, maxlength, placeholder, 'data-question-input': true })}>${text}</textarea>`;
}

const numberOf = (value: JsonValue | undefined): number | undefined => (typeof value === 'number' ? value : undefined);

function requiredOf({ content: { responseSchema } }: QuestionCard): readonly JsonValue[] {
  return Array.isArray(responseSchema?.required) ? responseSchema.required : [];
}
