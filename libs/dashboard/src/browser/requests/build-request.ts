import { CSRF_HEADER, csrfToken } from '../page/csrf.js';
import { LOCAL_SIGNALS } from '../signals/signal-filter.js';
import { signals } from '../signals/signals.js';
import type { FormSubmission } from './form-submission.js';
import type { Method, RequestOptions } from './request-options.js';

export interface RequestPlan {
  method: Method;
  url: string;
  options: RequestOptions;
  /** Read once, when the user sent it; signals are read again for each attempt. */
  form: FormSubmission | undefined;
}

/** The URL and init of one attempt, with the signals of this moment. */
export function buildRequest(plan: RequestPlan, lastEventId: string): { url: URL; init: RequestInit } {
  const { method, options, form } = plan;
  const url = new URL(plan.url, document.baseURI);
  const headers = new Headers({
    Accept: 'text/event-stream, text/html, application/json',
    'Datastar-Request': 'true',
    ...options.headers,
  });
  const token = method === 'GET' || url.origin !== location.origin ? undefined : csrfToken();
  if (token) headers.set(CSRF_HEADER, token);
  if (lastEventId) headers.set('Last-Event-ID', lastEventId);
  const inUrl = method === 'GET' || (method === 'DELETE' && !form);
  if (form) {
    const encoded = new URLSearchParams([...form.fields].map(([name, value]) => [name, fieldText(value)]));
    if (!inUrl) return { url, init: { method, headers, body: form.multipart ? form.fields : encoded } };
    for (const [name, value] of encoded) url.searchParams.append(name, value);
    return { url, init: { method, headers } };
  }
  const { include, exclude = LOCAL_SIGNALS } = options.filterSignals;
  const json = JSON.stringify(options.payload ?? signals.snapshot({ include, exclude }));
  if (inUrl) {
    url.searchParams.set('datastar', json);
    return { url, init: { method, headers } };
  }
  headers.set('Content-Type', 'application/json');
  return { url, init: { method, headers, body: json } };
}

/** Without multipart a file is only its name, as in a plain form. */
function fieldText(value: FormDataEntryValue): string {
  return typeof value === 'string' ? value : value.name;
}
