/** A form control as a pair of accessors: the value it holds, in the type a signal keeps. */
import type { PageElement } from './page-element.js';

export interface BoundControl {
  /** Undefined means "nothing to say", as from the radio button that is not chosen. */
  read(): unknown;
  show(value: unknown): void;
}

export function boundControl(el: PageElement): BoundControl {
  if (el instanceof HTMLInputElement && el.type === 'checkbox') return checkbox(el);
  if (el instanceof HTMLInputElement && el.type === 'radio') return radio(el);
  if (el instanceof HTMLInputElement && (el.type === 'number' || el.type === 'range')) {
    return { read: () => (el.value === '' ? '' : Number(el.value)), show: (value) => setValue(el, value) };
  }
  if (el instanceof HTMLSelectElement && el.multiple) return multipleSelect(el);
  if (el instanceof HTMLInputElement && el.type === 'file') throw new Error('files are posted with forms, not bound');
  if (el instanceof HTMLInputElement || el instanceof HTMLTextAreaElement || el instanceof HTMLSelectElement) {
    return { read: () => el.value, show: (value) => setValue(el, value) };
  }
  throw new Error(`<${el.localName}> is no form control`);
}

/** Only when different: assigning moves the caret to the end. */
function setValue(el: HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement, value: unknown): void {
  const text = String(value ?? '');
  if (el.value !== text) el.value = text;
}

function checkbox(el: HTMLInputElement): BoundControl {
  const value = el.getAttribute('value');
  return {
    read: () => (value === null ? el.checked : el.checked ? value : ''),
    show: (signal) => {
      el.checked = value === null || typeof signal === 'boolean' ? Boolean(signal) : signal === value;
    },
  };
}

function radio(el: HTMLInputElement): BoundControl {
  return {
    read: () => (el.checked ? el.value : undefined),
    show: (value) => {
      el.checked = el.value === String(value);
    },
  };
}

function multipleSelect(el: HTMLSelectElement): BoundControl {
  return {
    read: () => [...el.selectedOptions].map((option) => option.value),
    show: (values) => {
      const chosen = Array.isArray(values) ? values.map(String) : [];
      for (const option of el.options) option.selected = chosen.includes(option.value);
    },
  };
}
