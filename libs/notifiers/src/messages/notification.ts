import type { Question } from '@binnacle/coordinator';
import type { BinnacleEvent } from '@binnacle/events';
import type { RuleEvent } from '../rules/rule.js';

/** What one channel is told. */
export interface Notification {
  /** The same at every attempt: lets the other side drop a repeat. */
  readonly id: string;
  readonly project: string;
  readonly about: RuleEvent | 'test';
  /** One line each. */
  readonly title: string;
  readonly text: string;
  /** Where it is seen and answered: absolute. */
  readonly url: string;
  readonly event: BinnacleEvent;
  readonly question: Question | undefined;
  readonly rule: { readonly id: string; readonly name: string } | undefined;
  /** From 0. */
  readonly step: number;
  readonly attempt: number;
}
