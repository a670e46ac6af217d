import { MAX_PASSWORD_CHARS, MIN_PASSWORD_CHARS } from '@binnacle/auth';
import { attributes, type Html, html } from '@binnacle/plugin-kit';

export interface TextField {
  readonly name: string;
  readonly label: string;
  readonly value?: string;
  readonly type?: 'text' | 'email' | 'password' | 'number';
  readonly autocomplete?: string;
  readonly placeholder?: string;
  readonly hint?: string;
  readonly maxlength?: number;
  readonly min?: number;
  readonly max?: number;
  readonly required?: boolean;
  readonly readonly?: boolean;
  readonly autofocus?: boolean;
}

/** One labelled field. */
export function textField({ name, label, hint, ...field }: TextField): Html {
  const id = `field-${name}`;
  const given = { id, name, required: true, maxlength: 300, ...field };
  return html`<div class="field"><label class="field-name" for="${id}">${label}</label><input${attributes({ ...given, type: field.type ?? 'text', 'aria-describedby': hint && `${id}-hint` })}>${hint && html`<span class="quiet" id="${id}-hint">${hint}</span>`}</div>`;
}

export const emailField = (value = '', autofocus = true): Html =>
  textField({ name: 'email', label: 'E-mail address', type: 'email', value, autocomplete: 'username', autofocus });

export const nameField = (value = '', autofocus = false): Html =>
  textField({ name: 'name', label: 'Your name', value, autocomplete: 'name', maxlength: 80, autofocus });

export const newPasswordField = (label = 'Password', autofocus = false): Html =>
  html`<div class="field"><label class="field-name" for="field-password">${label}</label><input${attributes({ id: 'field-password', name: 'password', type: 'password', autocomplete: 'new-password', required: true, minlength: MIN_PASSWORD_CHARS, maxlength: MAX_PASSWORD_CHARS, autofocus, 'aria-describedby': 'password-hint' })}><span class="quiet" id="password-hint">At least ${MIN_PASSWORD_CHARS} characters</span></div>`;
