import type { FilterMode, GivenOptions } from '@binnacle/plugin-kit';
import { Injectable } from '@nestjs/common';

/** What the installation says of parts, by `panel:<id>` or `filter:<id>`: options from the configuration, modes chosen by people. */
@Injectable()
export class PartSettings {
  private readonly modes = new Map<string, FilterMode>();

  constructor(private readonly configured: Readonly<Record<string, GivenOptions>> = {}) {}

  options(source: string): GivenOptions {
    return Object.hasOwn(this.configured, source) ? (this.configured[source] ?? {}) : {};
  }

  /** Undefined: as the filter's definition says. */
  mode(source: string): FilterMode | undefined {
    return this.modes.get(source);
  }

  setMode(source: string, mode: FilterMode): void {
    this.modes.set(source, mode);
  }

  /** Sources the configuration names, for a check that they exist. */
  get named(): readonly string[] {
    return Object.keys(this.configured);
  }
}
