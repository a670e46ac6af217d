import { BusModule } from '@binnacle/bus';
import { RegistryModule } from '@binnacle/registry';
import { Module } from '@nestjs/common';
import { AcceptService } from './accept.service.js';
import { OtlpMapper } from './adapters/otlp/mapping/otlp-mapper.js';
import { IngestController } from './adapters/rest/events.controller.js';
import { ImportController } from './adapters/rest/import.controller.js';
import { PublishCommitted } from './publish-committed.js';

/** Needs `EventArchive`, which the composition root provides for all. */
@Module({
  imports: [BusModule, RegistryModule],
  controllers: [IngestController, ImportController],
  providers: [AcceptService, OtlpMapper, PublishCommitted],
  exports: [AcceptService, OtlpMapper],
})
export class IngestModule {}
