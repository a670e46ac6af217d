/**
 * Which running requests a new one of the same element ends. `auto`: the one with its method and URL. `cleanup`: any
 * other with `cleanup`, and it ends itself when its attribute changes or its element goes; streams want that.
 */
import type { ActionSource } from '../actions/action-call.js';
import type { RequestPlan } from './build-request.js';

const running = new WeakMap<Element, Map<string, AbortController>>();

/** The controller of a new request, and what to call when it has ended. */
export function enterRequest(plan: RequestPlan, source: ActionSource): { signal: AbortSignal; leave: () => void } {
  const { requestCancellation } = plan.options;
  if (requestCancellation instanceof AbortController) return { signal: requestCancellation.signal, leave: () => {} };
  const controller = new AbortController();
  if (requestCancellation === 'disabled') return { signal: controller.signal, leave: () => {} };
  const key = requestCancellation === 'cleanup' ? 'cleanup' : `${plan.method} ${plan.url}`;
  const ofElement = running.get(source.el) ?? new Map<string, AbortController>();
  running.set(source.el, ofElement);
  ofElement.get(key)?.abort();
  ofElement.set(key, controller);
  const release = requestCancellation === 'cleanup' ? source.onCleanup(() => controller.abort()) : () => {};
  const leave = () => {
    release();
    if (ofElement.get(key) === controller) ofElement.delete(key);
  };
  return { signal: controller.signal, leave };
}
