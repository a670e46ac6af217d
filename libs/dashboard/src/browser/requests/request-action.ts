import type { ActionCall } from '../actions/action-call.js';
import { enterRequest } from './cancellation.js';
import { Connection } from './connection.js';
import { dispatchFetch } from './fetch-events.js';
import { formSubmission } from './form-submission.js';
import { type Method, type RequestOptions, requestOptions } from './request-options.js';

/** `@get(url, options)` and its sisters. Resolves when the request has ended for good. */
export function requestAction(method: Method) {
  return async ({ source, evt }: ActionCall, url: string, given?: Partial<RequestOptions>): Promise<void> => {
    if (!url) throw new Error('a request needs a URL');
    const options = requestOptions(method, given);
    const isForm = options.contentType === 'form';
    const form = isForm ? formSubmission(source.el, options.selector, evt) : undefined;
    if (isForm && !form) return;
    const plan = { method, url: String(url), options, form };
    const { signal, leave } = enterRequest(plan, source);
    dispatchFetch('started', source.el);
    try {
      await new Connection(plan, source.el, signal).run();
    } finally {
      leave();
      dispatchFetch('finished', source.el);
    }
  };
}
