import { BinnacleError, type BinnacleEvent } from '@binnacle/events';
import { Html, type Panel, type PanelDefinition, type PanelDelta, type Reducer, reducerOf } from '@binnacle/plugin-kit';
import { type PartHealth, SLOW_VIEW_MS } from './part-health.js';
import type { PluginHealth } from './plugin-health.js';
import { synchronous } from './synchronous.js';

/** One view of one state may take this long, ms; it runs on the thread that everything else runs on. */
export const VIEW_BUDGET_MS = SLOW_VIEW_MS;
/** Characters one view may return: a megabyte at ten frames a second is more than a browser can morph. */
export const VIEW_BUDGET_CHARS = 2_000_000;

export type Rendered = { readonly html: Html } | { readonly failure: string };

/**
 * A panel whose throws stay inside it: a failing reducer skips that event, a failing or over-budget view becomes a message
 * for the panel's error card. Every failure is counted.
 */
export class IsolatedPanel<S = unknown> {
  readonly definition: PanelDefinition<S>;
  /** `panel:<id>` */
  readonly source: string;
  private readonly part: PartHealth;
  private readonly reducer: Reducer<S>;

  constructor(
    private readonly panel: Panel<S>,
    private readonly health: PluginHealth,
  ) {
    this.definition = panel.definition;
    this.source = `panel:${panel.definition.id}`;
    this.part = health.of(this.source);
    this.reducer = reducerOf(panel.definition);
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

  initial(): S {
    return this.definition.initial();
  }

  reduce(state: S, event: BinnacleEvent): S {
    if (this.part.off) return state;
    const start = performance.now();
    try {
      return synchronous(this.reducer(state, event));
    } catch (error) {
      this.health.record(this.source, error);
      return state;
    } finally {
      this.part.tookForEvent(performance.now() - start);
    }
  }

  render(state: S): Rendered {
    const start = performance.now();
    try {
      const html = synchronous(this.panel.render(state));
      if (!(html instanceof Html))
        throw new BinnacleError('invalid_plugin', 'the view returned something else than html``');
      assertBudget(performance.now() - start, html.toString().length);
      return { html };
    } catch (error) {
      this.health.record(this.source, error);
      return { failure: error instanceof Error ? error.message : String(error) };
    } finally {
      this.part.tookForView(performance.now() - start);
    }
  }

  /** Undefined when the panel has no delta for this change, or its delta failed: the full view follows. */
  delta(previous: S, next: S): PanelDelta | undefined {
    const start = performance.now();
    try {
      return synchronous(this.panel.delta?.(previous, next));
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
