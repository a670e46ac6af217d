import type { BinnacleEvent } from '@binnacle/events';
import type { EntityInfo } from './define-tab.js';
import type { Html } from './html.js';
import type { Injectable, Injected } from './injection.js';
import { assertTitle, type Part, type PartProvider, partProvider } from './part.js';
import type { QuestionInfo } from './services/questions.js';

/** What an action may be run on, by kind. */
export interface ActionTargets {
  readonly event: BinnacleEvent;
  readonly agent: EntityInfo;
  readonly session: EntityInfo;
  readonly graph: EntityInfo;
  readonly question: QuestionInfo;
}
export type ActionOn = keyof ActionTargets;

/** A line for the person who pressed, or elements with ids that are morphed into the page. */
export type ActionAnswer = string | Html;

export interface ActionDefinition<
  K extends ActionOn = ActionOn,
  D extends readonly Injectable[] = readonly Injectable[],
> {
  /** Unique among all actions: `[a-z][a-z0-9-]{0,47}`. */
  readonly id: string;
  readonly on: K;
  /** On the button: a verb. */
  readonly title: string;
  /** Asked before it runs. */
  readonly confirm?: string;
  /** Whether this one has the button. Default: all have. Called while the page is rendered: keep it fast. */
  readonly appliesTo?: (target: ActionTargets[K]) => boolean;
  readonly inject?: D;
  /** Has 10 s. What it throws as `BinnacleError` is told to the person; anything else is a failure of the plugin. */
  readonly run: (target: ActionTargets[K], ...injected: Injected<D>) => ActionAnswer | Promise<ActionAnswer>;
}

export interface Action extends Part<'action'> {
  readonly definition: ActionDefinition;
  readonly run: (target: ActionTargets[ActionOn]) => ActionAnswer | Promise<ActionAnswer>;
}

export type ActionProvider = PartProvider<'action', Action> & { readonly action: ActionDefinition };

/**
 * Defines an action: a button on events, agents, sessions, graphs or questions that runs code here.
 *
 * @example
 * export const rerun = defineAction({
 *   id: 'rerun', on: 'session', title: 'Run again', confirm: 'Start this run once more?', inject: [Queue],
 *   run: async (session, queue) => `Started as ${await queue.start(session.id)}`,
 * });
 * @throws BinnacleError `invalid_plugin`
 */
export function defineAction<K extends ActionOn, const D extends readonly Injectable[] = readonly []>(
  definition: ActionDefinition<K, D>,
): ActionProvider {
  const general = definition as unknown as ActionDefinition;
  assertTitle('action', general);
  const provider = partProvider<'action', Action>('action', general, (...injected) => ({
    definition: general,
    run: (target) => general.run(target as never, ...injected),
  }));
  return { ...provider, action: general };
}
