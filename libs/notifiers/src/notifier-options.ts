import type { AllowedTargets } from './outgoing/allowed-targets.js';

/** What the composition root tells the notifiers. */
export abstract class NotifierOptions {
  /** Where people reach the server. No trailing slash. */
  abstract readonly publicUrl: () => string;
  /** Private addresses that notifications may go to all the same. */
  abstract readonly allowed: AllowedTargets;
}
