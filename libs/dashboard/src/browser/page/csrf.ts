/**
 * The token of this session's pages, sent with every change: as a field by forms, ours and the official client's alike, and as a
 * header by requests that send no form. Frames of live panels are one for all viewers, so that it can't be in them.
 */
const FIELD = '_csrf';
export const CSRF_HEADER = 'X-CSRF-Token';

export const csrfToken = (): string | undefined =>
  document.querySelector<HTMLMetaElement>('meta[name="csrf-token"]')?.content;

export function addCsrfToForms(): void {
  document.addEventListener('formdata', ({ target, formData }) => {
    const token = csrfToken();
    const form = target as HTMLFormElement;
    // Never to another site, and never into a URL. Attributes: a field called `action` would hide the property.
    const action = new URL(form.getAttribute('action') ?? '', document.baseURI);
    const isPost = form.getAttribute('method')?.toLowerCase() === 'post';
    if (token && isPost && action.origin === location.origin) formData.set(FIELD, token);
  });
}
