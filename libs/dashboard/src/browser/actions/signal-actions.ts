import { untracked } from '../signals/reactive.js';
import type { SignalFilter } from '../signals/signal-filter.js';
import { signals } from '../signals/signals.js';
import type { ActionCall } from './action-call.js';

/** `@peek(() => $x)`, `@setAll(value, {include})`, `@toggleAll({include})`. */
export const signalActions = {
  peek: (_call: ActionCall, read: () => unknown) => untracked(read),
  setAll: (_call: ActionCall, value: unknown, filter: SignalFilter = {}) => signals.update(filter, () => value),
  toggleAll: (_call: ActionCall, filter: SignalFilter = {}) => signals.update(filter, (value) => !value),
};
