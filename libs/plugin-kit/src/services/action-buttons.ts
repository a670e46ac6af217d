import type { ActionOn, ActionTargets } from '../define-action.js';
import type { Html } from '../html.js';

/** The buttons of all actions that apply to something, for views that show it. */
export abstract class ActionButtons {
  /** Nothing when no action applies. Ids in it are made from `on` and the target's id. */
  abstract of<K extends ActionOn>(on: K, target: ActionTargets[K]): Html;
}
