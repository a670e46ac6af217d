/** `<input type="file" data-fill="#selector">`: puts the chosen file's text into that field. The file itself is not sent. */
const MAX_BYTES = 1_000_000;

export function enableFillFromFile(): void {
  document.addEventListener('change', ({ target }) => {
    if (target instanceof HTMLInputElement && target.type === 'file' && target.dataset.fill) void fill(target);
  });
}

async function fill(input: HTMLInputElement): Promise<void> {
  const field = document.querySelector(input.dataset.fill ?? '');
  const [file] = input.files ?? [];
  if (!(field instanceof HTMLTextAreaElement) || !file || file.size > MAX_BYTES) return;
  field.value = await file.text();
  field.focus();
}
