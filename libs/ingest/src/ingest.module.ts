import { BusModule } from '@binnacle/bus';
import { RegistryModule } from '@binnacle/registry';
import { Module } from '@nestjs/common';
import { AcceptService } from './accept.service.js';
import { LangfuseController } from './adapters/langfuse/langfuse.controller.js';
import { AgentsTracesController } from './adapters/openai-agents/agents-traces.controller.js';
import { HeldReleaser } from './adapters/otlp/mapping/held-releaser.js';
import { OtlpMapper } from './adapters/otlp/mapping/otlp-mapper.js';
import { OtlpMapperOptions } from './adapters/otlp/mapping/otlp-mapper-options.js';
import { OtlpController } from './adapters/otlp/otlp.controller.js';
import { TakeTelemetry } from './adapters/otlp/take-telemetry.service.js';
import { IngestController } from './adapters/rest/events.controller.js';
import { ImportController } from './adapters/rest/import.controller.js';
import { PublishCommitted } from './publish-committed.js';

/** Needs `EventArchive`, which the composition root provides for all. */
@Module({
  imports: [BusModule, RegistryModule],
  controllers: [IngestController, ImportController, OtlpController, AgentsTracesController, LangfuseController],
  providers: [AcceptService, OtlpMapper, HeldReleaser, OtlpMapperOptions, PublishCommitted, TakeTelemetry],
  exports: [AcceptService, OtlpMapper],
})
export class IngestModule {}
