/** Ctrl+Enter, or Cmd+Enter, in a textarea submits its form. */
export function enableSubmitShortcut(): void {
  document.addEventListener('keydown', (event) => {
    const { target, key, ctrlKey, metaKey, isComposing } = event;
    if (key !== 'Enter' || !(ctrlKey || metaKey) || isComposing || !(target instanceof HTMLTextAreaElement)) return;
    event.preventDefault();
    target.form?.requestSubmit(submitterOf(target));
  });
}

/** The button beside a field that has one of its own, or the one that was chosen by a key before the words were written. */
function submitterOf(field: HTMLTextAreaElement): HTMLButtonElement | null {
  const decision = field.name === 'edited_args' ? 'edit' : field.form?.dataset.decision;
  return decision ? (field.form?.querySelector<HTMLButtonElement>(`button[value="${decision}"]`) ?? null) : null;
}
