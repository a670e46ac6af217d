import type { OtlpRecord } from '@binnacle/events';
import type { Mapped, Mapping } from '@binnacle/plugin-kit';
import { sourceOf } from './found-parts.js';
import type { PluginHealth } from './plugin-health.js';
import { synchronous } from './synchronous.js';

/** Asks every mapping in its order. One that throws or is switched off understands nothing; the record is never lost for it. */
export class Mappings {
  readonly all: readonly Mapping[];

  constructor(
    mappings: readonly Mapping[],
    private readonly health: PluginHealth,
  ) {
    this.all = [...mappings].sort((a, b) => (a.definition.order ?? 100) - (b.definition.order ?? 100));
  }

  /** Undefined when nobody knows such a record. */
  read(record: OtlpRecord): Mapped | undefined {
    for (const mapping of this.all) {
      const source = sourceOf(mapping);
      const part = this.health.of(source);
      if (part.off) continue;
      const start = performance.now();
      try {
        const mapped = synchronous(mapping.read(record));
        if (mapped) return mapped;
      } catch (error) {
        this.health.record(source, error);
      } finally {
        // A message of a megabyte may take its time: it is counted, and never a reason to understand nothing any more.
        part.events.add(performance.now() - start);
      }
    }
    return undefined;
  }
}
