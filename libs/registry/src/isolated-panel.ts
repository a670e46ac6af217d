import { BinnacleError, type BinnacleEvent } from '@binnacle/events';
import {
  atPlace,
  type GivenOptions,
  Html,
  type Panel,
  type PanelDefinition,
  type PanelDelta,
  type Reducer,
  readOptions,
  reducerOf,
} from '@binnacle/plugin-kit';
import { messageOf } from './message-of.js';
import { type PartHealth, SLOW_VIEW_MS, STATE_BUDGET_BYTES } from './part-health.js';
import type { PartSettings } from './part-settings.js';
import type { PluginHealth } from './plugin-health.js';
import { weigh } from './state-weight.js';
import { synchronous } from './synchronous.js';

/** One view of one state may take this long, ms; it runs on the thread that everything else runs on. */
export const VIEW_BUDGET_MS = SLOW_VIEW_MS;
/** Characters one view may return: a megabyte at ten frames a second is more than a browser can morph. */
export const VIEW_BUDGET_CHARS = 2_000_000;

/** What became of a state. */
export interface Folded<S> {
  readonly state: S;
  /** Events its reducers threw on. */
  readonly skipped: number;
  /** `seq` of the last event that changed the state or was skipped; undefined = none did. */
  readonly changedAt: bigint | undefined;
}

export type Begun<S> = { readonly state: S } | { readonly failure: string };
export type Rendered = { readonly html: Html } | { readonly failure: string };

/**
 * A panel whose throws stay inside it: a failing reducer skips that event, a failing or over-budget view becomes a message
 * for the panel's error card. Every failure is counted.
 */
export class IsolatedPanel<S = unknown> {
  readonly definition: PanelDefinition<S>;
  /** `panel:<id>` */
  readonly source: string;
  private readonly reducer: Reducer<S>;

  constructor(
    private readonly panel: Panel<S>,
    private readonly health: PluginHealth,
    private readonly settings: PartSettings,
  ) {
    this.definition = panel.definition;
    this.source = `panel:${panel.definition.id}`;
    this.reducer = reducerOf(panel.definition);
    this.optionsFor({});
  }

  private get part(): PartHealth {
    return this.health.of(this.source);
  }

  get id(): string {
    return this.definition.id;
  }

  get failureCount(): number {
    return this.part.failures;
  }

  /** Why it is switched off; undefined = it is on. */
  get off(): string | undefined {
    return this.part.off?.reason;
  }

  /** All options: what a dashboard gives, else what is configured, else the default. @throws BinnacleError `invalid_options` */
  optionsFor(given: GivenOptions) {
    const { options = {} } = this.definition;
    return readOptions(options, { ...this.settings.options(this.source), ...given }, this.source);
  }

  /** @param given options of a dashboard */
  initial(given: GivenOptions = {}): Begun<S> {
    try {
      return { state: synchronous(this.definition.initial(this.optionsFor(given))) };
    } catch (error) {
      this.health.record(this.source, error);
      return { failure: messageOf(error) };
    }
  }

  /** Folds events in order. It may be switched off on the way: then the rest is not folded. */
  reduce(state: S, events: readonly BinnacleEvent[]): Folded<S> {
    const { part } = this;
    let folded: Folded<S> = { state, skipped: 0, changedAt: undefined };
    let start = performance.now();
    for (const event of events) {
      if (part.off) break;
      folded = this.step(folded, event);
      const end = performance.now();
      part.tookForEvent(end - start);
      start = end;
    }
    return folded;
  }

  private step(folded: Folded<S>, event: BinnacleEvent): Folded<S> {
    const { state, skipped } = folded;
    try {
      const next = synchronous(this.reducer(state, event));
      return next === state ? folded : { state: next, skipped, changedAt: event.seq };
    } catch (error) {
      this.health.record(this.source, error);
      return { state, skipped: skipped + 1, changedAt: event.seq };
    }
  }

  /** Switches the panel off when this state of it holds too much. */
  weigh(state: S): void {
    try {
      this.part.holds(weigh(state, STATE_BUDGET_BYTES));
    } catch (error) {
      // A getter or an iterator in its state threw.
      this.health.record(this.source, error);
    }
  }

  /** @param place marks ids when the panel stands on the page more than once, see `atPlace` */
  render(state: S, place = ''): Rendered {
    const start = performance.now();
    try {
      const html = synchronous(atPlace(place, () => this.panel.render(state)));
      if (!(html instanceof Html))
        throw new BinnacleError('invalid_plugin', 'the view returned something else than html``');
      const chars = html.toString().length;
      if (chars > VIEW_BUDGET_CHARS) this.part.tooLong(VIEW_BUDGET_CHARS);
      assertBudget(performance.now() - start, chars);
      return { html };
    } catch (error) {
      this.health.record(this.source, error);
      return { failure: messageOf(error) };
    } finally {
      this.part.tookForView(performance.now() - start);
    }
  }

  /** Undefined when the panel has no delta for this change, or its delta failed: the full view follows. */
  delta(previous: S, next: S, place = ''): PanelDelta | undefined {
    const start = performance.now();
    try {
      return synchronous(atPlace(place, () => this.panel.delta?.(previous, next)));
    } catch (error) {
      this.health.record(this.source, error);
      return undefined;
    } finally {
      this.part.tookForView(performance.now() - start);
    }
  }
}

function assertBudget(tookMs: number, chars: number): void {
  if (chars > VIEW_BUDGET_CHARS) {
    throw new BinnacleError('invalid_plugin', `the view has ${chars} characters; the budget is ${VIEW_BUDGET_CHARS}`);
  }
  if (tookMs > VIEW_BUDGET_MS) {
    throw new BinnacleError(
      'invalid_plugin',
      `the view took ${Math.round(tookMs)} ms; the budget is ${VIEW_BUDGET_MS} ms`,
    );
  }
}
