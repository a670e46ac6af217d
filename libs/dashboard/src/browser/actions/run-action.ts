/** Every action the client knows, by name. An action that fails later is reported where it was called. */
import { requestAction } from '../requests/request-action.js';
import type { Action, ActionCall } from './action-call.js';
import { signalActions } from './signal-actions.js';

const ACTIONS: ReadonlyMap<string, Action> = new Map(
  Object.entries<Action>({
    get: requestAction('GET'),
    post: requestAction('POST'),
    put: requestAction('PUT'),
    patch: requestAction('PATCH'),
    delete: requestAction('DELETE'),
    ...signalActions,
  }),
);

export function runAction(name: string, call: ActionCall, args: unknown[]): unknown {
  const action = ACTIONS.get(name);
  if (!action) throw new Error(`there is no action @${name}`);
  const result = action(call, ...(args as never[]));
  if (result instanceof Promise) result.catch((error) => call.source.report(error));
  return result;
}
