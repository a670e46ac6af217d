import { BinnacleError } from '@binnacle/events';
import type { Filter, FilterChoices, ViewFilter, ViewFilterDefinition, ViewSelection } from '@binnacle/plugin-kit';
import type { PluginHealth } from './plugin-health.js';
import { synchronous } from './synchronous.js';

export type ViewStage = Extract<Filter, { definition: ViewFilterDefinition }>;

/**
 * A view filter whose faults stay inside it: one that fails hides nothing. Its `BinnacleError` for a value it can't read is
 * no fault and passes.
 */
export class IsolatedViewFilter {
  readonly definition: ViewFilterDefinition;
  private readonly source: string;

  constructor(
    private readonly filter: ViewStage,
    private readonly health: PluginHealth,
  ) {
    this.definition = filter.definition;
    this.source = `filter:${filter.definition.id}`;
  }

  get choices(): FilterChoices {
    try {
      return synchronous(this.filter.choices());
    } catch (error) {
      this.health.record(this.source, error);
      return [];
    }
  }

  /** @throws BinnacleError for a value the filter can't read */
  readonly apply: ViewFilter = (value) => {
    try {
      return this.guarded(synchronous(this.filter.apply(value)));
    } catch (error) {
      if (error instanceof BinnacleError && error.code !== 'invalid_plugin') throw error;
      this.health.record(this.source, error);
      return { canonical: '', matches: () => true };
    }
  };

  private guarded(selection: ViewSelection): ViewSelection {
    return {
      ...selection,
      canonical: String(selection.canonical),
      matches: (event) => {
        if (this.health.of(this.source).off) return true;
        try {
          return Boolean(synchronous(selection.matches(event)));
        } catch (error) {
          this.health.record(this.source, error);
          return true;
        }
      },
    };
  }
}
