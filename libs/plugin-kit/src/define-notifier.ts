import { type BinnacleEvent, type EventPattern, parsePatterns } from '@binnacle/events';
import type { Injectable, Injected } from './injection.js';
import { assertTitle, type Part, type PartProvider, partProvider } from './part.js';

/** What somebody should hear of. */
export interface Notice {
  /** The same at every try: lets the other side drop a repeat. */
  readonly id: string;
  readonly event: BinnacleEvent;
  /** One line: who, what. */
  readonly text: string;
  /** Where it is seen and answered: absolute. */
  readonly url: string;
  /** From 1. */
  readonly attempt: number;
}

export interface NotifierDefinition<D extends readonly Injectable[] = readonly Injectable[]> {
  /** Unique among all notifiers: `[a-z][a-z0-9-]{0,47}`. */
  readonly id: string;
  readonly title: string;
  /** Which events it is told of. Default `agent:blocked`: every question. Empty: only what the rules of people send to it. */
  readonly on?: readonly EventPattern[];
  readonly inject?: D;
  /** Has 10 s; what throws, rejects or takes longer is tried twice more, after 1 s and 10 s. */
  readonly send: (notice: Notice, ...injected: Injected<D>) => void | Promise<void>;
}

export interface Notifier extends Part<'notifier'> {
  readonly definition: NotifierDefinition;
  readonly send: (notice: Notice) => void | Promise<void>;
}

export type NotifierProvider = PartProvider<'notifier', Notifier> & { readonly notifier: NotifierDefinition };

/**
 * Defines a notifier: told of committed events as they come, not of those before it started.
 *
 * @example
 * export const pager = defineNotifier({
 *   id: 'pager', title: 'Pager', inject: [PagerClient],
 *   send: ({ id, text, url }, pager) => pager.trigger({ dedupKey: id, summary: text, link: url }),
 * });
 * @throws BinnacleError `invalid_plugin`, `invalid_pattern`
 */
export function defineNotifier<const D extends readonly Injectable[] = readonly []>(
  definition: NotifierDefinition<D>,
): NotifierProvider {
  const general = definition as unknown as NotifierDefinition;
  assertTitle('notifier', general);
  parsePatterns(general.on ?? []);
  const provider = partProvider<'notifier', Notifier>('notifier', general, (...injected) => ({
    definition: general,
    send: (notice) => general.send(notice, ...injected),
  }));
  return { ...provider, notifier: general };
}
