import { type Acting, Audit } from '@binnacle/auth';
import { PartModeStore } from '@binnacle/persistence';
import { FILTER_MODES, type FilterMode } from '@binnacle/plugin-kit';
import { PluginRegistry } from '@binnacle/registry';
import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';

/** Which mode people chose for ingest filters. Kept in the database: it holds after a restart. */
@Injectable()
export class FilterModes implements OnApplicationBootstrap {
  constructor(
    private readonly store: PartModeStore,
    private readonly registry: PluginRegistry,
    private readonly audit: Audit,
  ) {}

  /** Before the server listens, and so before the first event. */
  async onApplicationBootstrap(): Promise<void> {
    for (const { source, mode } of await this.store.all()) {
      const known = FILTER_MODES.find((one) => one === mode);
      if (known) this.registry.settings.setMode(source, known);
    }
    this.registry.listModes();
  }

  /** @throws BinnacleError `plugin_part_not_found` when there is no such ingest filter */
  async set(id: string, mode: FilterMode, by: Acting): Promise<void> {
    this.registry.assertIngestFilter(id);
    const record = { ...by, what: 'plugin.mode', target: `filter:${id}`, detail: { mode } };
    await this.store.set(`filter:${id}`, mode, (transaction) => this.audit.record(record, transaction));
    this.registry.settings.setMode(`filter:${id}`, mode);
    this.registry.listModes();
  }
}
