/** The form a request with `contentType:'form'` sends, as the browser itself would have sent it. */
export interface FormSubmission {
  fields: FormData;
  multipart: boolean;
}

/** Undefined when the form is not valid; the browser has then shown why. */
export function formSubmission(el: Element, selector: string | undefined, evt?: Event): FormSubmission | undefined {
  const form = selector ? document.querySelector(selector) : el.closest('form');
  if (!(form instanceof HTMLFormElement))
    throw new Error(`no form found ${selector ? `at "${selector}"` : 'around it'}`);
  if (!form.noValidate && !form.reportValidity()) return undefined;
  // A button outside a submit event is its own submitter, and must not submit the form a second time.
  if (!(evt instanceof SubmitEvent)) evt?.preventDefault();
  return {
    fields: new FormData(form, submitterOf(form, el, evt)),
    multipart: form.getAttribute('enctype') === 'multipart/form-data',
  };
}

function submitterOf(form: HTMLFormElement, el: Element, evt?: Event): HTMLElement | null {
  const submitter = evt instanceof SubmitEvent ? evt.submitter : el;
  const submits = submitter instanceof HTMLButtonElement || submitter instanceof HTMLInputElement;
  return submits && submitter.type === 'submit' && submitter.form === form ? submitter : null;
}
