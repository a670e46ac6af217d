/**
 * What somebody wrote and did not send, by the id of its form: it is there again after a reload, and when a form comes back. Forgotten
 * once it was sent, after a week, or when there are too many.
 */
const PREFIX = 'binnacle-draft:';
const FORMS = 'form.answer[id]';
const MAX_DRAFTS = 50;
const MAX_CHARS = 100_000;
const MAX_AGE_MS = 7 * 86_400_000;

interface Draft {
  readonly at: number;
  readonly fields: readonly (readonly [name: string, value: string])[];
}

type Field = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;

export function keepDrafts(): void {
  whereAllowed(forgetOld);
  const restored = new WeakSet<Element>();
  const restoreNew = () => {
    for (const form of document.querySelectorAll<HTMLFormElement>(FORMS)) {
      if (restored.has(form)) continue;
      restored.add(form);
      restore(form);
    }
  };
  restoreNew();
  new MutationObserver(restoreNew).observe(document.body, { childList: true, subtree: true });
  document.addEventListener('input', ({ target }) => {
    const form = target instanceof Element ? target.closest<HTMLFormElement>(FORMS) : null;
    if (form) save(form);
  });
}

export const forgetDraft = (form: HTMLFormElement): void => {
  if (form.id) whereAllowed(() => localStorage.removeItem(PREFIX + form.id));
};

/** Storage may be full or forbidden here: a draft is a convenience, and its page works without. */
function whereAllowed(work: () => void): void {
  try {
    work();
  } catch {
    // Nothing is kept.
  }
}

function save(form: HTMLFormElement): void {
  const fields = fieldsOf(form).flatMap((field): [string, string][] => {
    if (isCheck(field))
      return field.checked === field.defaultChecked ? [] : [[field.name, `${field.checked} ${field.value}`]];
    return field.value === initialOf(field) ? [] : [[field.name, field.value]];
  });
  if (fields.length === 0) {
    forgetDraft(form);
    return;
  }
  const text = JSON.stringify({ at: Date.now(), fields } satisfies Draft);
  if (text.length > MAX_CHARS) return;
  whereAllowed(() => localStorage.setItem(PREFIX + form.id, text));
}

function restore(form: HTMLFormElement): void {
  const draft = draftOf(PREFIX + form.id);
  if (!draft) return;
  for (const [name, value] of draft.fields) {
    for (const field of fieldsOf(form).filter((one) => one.name === name)) {
      if (isCheck(field)) {
        if (value.endsWith(` ${field.value}`)) field.checked = value.startsWith('true');
      } else if (field.value === initialOf(field)) field.value = value;
      const details = field.closest('details');
      if (details) details.open = true;
    }
  }
}

function draftOf(key: string): Draft | undefined {
  try {
    const draft = JSON.parse(localStorage.getItem(key) ?? 'null') as Draft | null;
    return draft && Array.isArray(draft.fields) ? draft : undefined;
  } catch {
    return undefined;
  }
}

function forgetOld(): void {
  const keys = Object.keys(localStorage).filter((key) => key.startsWith(PREFIX));
  const drafts = keys.map((key) => ({ key, at: draftOf(key)?.at ?? 0 })).sort((a, b) => b.at - a.at);
  drafts.forEach(({ key, at }, place) => {
    if (place >= MAX_DRAFTS || at < Date.now() - MAX_AGE_MS) localStorage.removeItem(key);
  });
}

const fieldsOf = (form: HTMLFormElement): Field[] =>
  [...form.elements].filter(
    (el): el is Field =>
      (el instanceof HTMLInputElement || el instanceof HTMLTextAreaElement || el instanceof HTMLSelectElement) &&
      el.name !== '' &&
      el.type !== 'hidden',
  );

const isCheck = (field: Field): field is HTMLInputElement =>
  field instanceof HTMLInputElement && (field.type === 'checkbox' || field.type === 'radio');

const initialOf = (field: Field): string =>
  field instanceof HTMLSelectElement
    ? (([...field.options].find((option) => option.defaultSelected) ?? field.options[0])?.value ?? '')
    : field.defaultValue;
