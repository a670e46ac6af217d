/** The mapper of OpenTelemetry records over a real archive, without a server around it. */

import type { BinnacleEvent } from '@binnacle/events';
import { AcceptService, HeldReleaser, OtlpMapper, OtlpMapperOptions } from '@binnacle/ingest';
import { mappingsPlugin } from '@binnacle/mappings';
import { EventArchive, StorageKeeper } from '@binnacle/persistence';
import { RegistryModule } from '@binnacle/registry';
import type { DynamicModule } from '@nestjs/common';
import { Test, type TestingModule } from '@nestjs/testing';
import { openTestArchive, type TestArchive } from './archive.js';

export interface TestMapper {
  readonly mapper: OtlpMapper;
  readonly archive: TestArchive;
  /** Of a project, in commit order. */
  events(project: string): Promise<BinnacleEvent[]>;
  /** How many records wait in a project. */
  held(project: string): Promise<number>;
  close(): Promise<void>;
}

export async function startMapper(
  url: string,
  options: Partial<OtlpMapperOptions> = {},
  plugins: readonly DynamicModule[] = [],
): Promise<TestMapper> {
  const archive = await openTestArchive(url);
  const module: TestingModule = await Test.createTestingModule({
    imports: [RegistryModule, mappingsPlugin, ...plugins],
    providers: [
      AcceptService,
      OtlpMapper,
      HeldReleaser,
      { provide: OtlpMapperOptions, useValue: { ...new OtlpMapperOptions(), ...options } },
      { provide: EventArchive, useValue: archive.archive },
      { provide: StorageKeeper, useValue: { isFull: false } },
    ],
  }).compile();
  module.useLogger(false);
  await module.init();
  return {
    mapper: module.get(OtlpMapper),
    archive,
    events: (project) => archive.archive.read({ project, order: 'asc', limit: 10_000 }),
    held: (project) => archive.reader.traceNode.count({ where: { project, releaseAt: { not: null } } }),
    close: async () => {
      await module.close();
      await archive.close();
    },
  };
}

/** What makes two events the same for whoever reads them. */
export const facts = (events: readonly BinnacleEvent[]) =>
  events
    .map(({ id, type, timestamp, agentId, sessionId, graphId, nodeId, payload }) => ({
      ...{ id, type, timestamp, agentId, sessionId, graphId, nodeId, payload },
    }))
    .sort((a, b) => (a.id < b.id ? -1 : 1));
