/**
 * What whoever runs the server needs: health, metrics, the server's own telemetry. Logs are in log-options.ts and access-log.ts, limits in ../http.
 */
import { BusModule, EventBus } from '@binnacle/bus';
import { CoordinatorModule, QuestionCensus } from '@binnacle/coordinator';
import { DashboardModule, LiveHub } from '@binnacle/dashboard';
import { AcceptService, IngestModule } from '@binnacle/ingest';
import { DatabaseState, EventArchive, PostgresEventArchive, StorageKeeper } from '@binnacle/persistence';
import { PluginRegistry, RegistryModule } from '@binnacle/registry';
import { type DynamicModule, Module, type OnModuleInit } from '@nestjs/common';
import { TerminusModule } from '@nestjs/terminus';
import { HealthController } from './health/health.controller.js';
import { ReadinessService } from './health/readiness.js';
import { databaseMetrics } from './metrics/database-metrics.js';
import { ingestMetrics } from './metrics/ingest-metrics.js';
import { liveMetrics } from './metrics/live-metrics.js';
import { MetricsController } from './metrics/metrics.controller.js';
import { Metrics } from './metrics/metrics.js';
import { pluginMetrics } from './metrics/plugin-metrics.js';
import { questionMetrics } from './metrics/question-metrics.js';
import { OperationsOptions } from './operations-options.js';
import { SelfTelemetry } from './telemetry/self-telemetry.js';

@Module({
  imports: [
    BusModule,
    CoordinatorModule,
    DashboardModule,
    IngestModule,
    RegistryModule,
    // What is down stands in the answer; a load balancer that asks every second must not fill the log.
    TerminusModule.forRoot({ logger: false }),
  ],
  controllers: [HealthController, MetricsController],
  providers: [Metrics, ReadinessService, SelfTelemetry],
})
export class OperationsModule implements OnModuleInit {
  constructor(
    private readonly metrics: Metrics,
    private readonly acceptance: AcceptService,
    private readonly archive: EventArchive,
    private readonly bus: EventBus,
    private readonly hub: LiveHub,
    private readonly registry: PluginRegistry,
    private readonly census: QuestionCensus,
    private readonly database: DatabaseState,
    private readonly storage: StorageKeeper,
  ) {}

  static forRoot(options: OperationsOptions): DynamicModule {
    return { module: OperationsModule, providers: [{ provide: OperationsOptions, useValue: options }] };
  }

  onModuleInit(): void {
    const { metrics, archive } = this;
    if (archive instanceof PostgresEventArchive) ingestMetrics(metrics, this.acceptance, archive);
    liveMetrics(metrics, this.bus, this.hub);
    pluginMetrics(metrics, this.registry.health);
    questionMetrics(metrics, this.census);
    databaseMetrics(metrics, this.database, this.storage);
  }
}
