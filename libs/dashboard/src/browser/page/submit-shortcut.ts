/** Ctrl+Enter, or Cmd+Enter, in a textarea submits its form. */
export function enableSubmitShortcut(): void {
  document.addEventListener('keydown', (event) => {
    const { target, key, ctrlKey, metaKey, isComposing } = event;
    if (key !== 'Enter' || !(ctrlKey || metaKey) || isComposing || !(target instanceof HTMLTextAreaElement)) return;
    event.preventDefault();
    target.form?.requestSubmit();
  });
}
