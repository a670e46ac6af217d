/**
 * The composition root, and the map of the repository. Events flow down this list:
 *
 *   ingest       the one way in: adapters, validation, ingest filters        libs/ingest
 *   auth         who calls and what they may; who did what                   libs/auth
 *   persistence  the archive: group commit, `seq`, reads, embedded Postgres  libs/persistence
 *   bus          what is committed, to every subscriber in this process      libs/bus
 *   coordinator  questions of blocked agents, and the doors that answer      libs/coordinator
 *   dashboard    pages, live hub, history and raw stream                     libs/dashboard
 *   notifiers    tells people: rules, channels, deliveries                   libs/notifiers
 *   registry     finds, checks and isolates plugins                          libs/registry
 *   operations   health, metrics, logs                                       apps/server/src/operations
 *   panels       the built-in panels and filters, a plugin like any other    libs/panels
 *   mappings     OpenTelemetry of known clients as events, a plugin too      libs/mappings
 *
 * Shapes everyone shares are in libs/events; what plugin authors import is libs/plugin-kit, what compiles their sources
 * libs/plugin-bundle; agents use libs/client.
 */
import { AuthModule, type AuthOptions } from '@binnacle/auth';
import { BusModule } from '@binnacle/bus';
import { CoordinatorModule } from '@binnacle/coordinator';
import { DashboardModule } from '@binnacle/dashboard';
import { IngestModule } from '@binnacle/ingest';
import { mappingsPlugin } from '@binnacle/mappings';
import { NotifiersModule } from '@binnacle/notifiers';
import { corePlugin } from '@binnacle/panels';
import { type DatabaseOptions, PersistenceModule, type StorageOptions } from '@binnacle/persistence';
import { RegistryModule } from '@binnacle/registry';
import { type DynamicModule, Module } from '@nestjs/common';
import { LoggerModule } from 'nestjs-pino';
import { CoreModule, type CoreOptions } from './core/core.module.js';
import { QuietLogger } from './core/quiet-logger.js';
import { logOptions } from './operations/log-options.js';
import { OperationsModule } from './operations/operations.module.js';
import type { OperationsOptions } from './operations/operations-options.js';
import { CURRENT_SPAN } from './operations/telemetry/current-span.js';

export interface AppOptions extends CoreOptions {
  readonly database: DatabaseOptions;
  readonly storage: StorageOptions;
  readonly auth: AuthOptions;
  readonly logLevel: string;
  readonly operations: OperationsOptions;
  /** The built-in panels and filters; default: all that are delivered. */
  readonly builtIn?: DynamicModule;
  /** Modules made by `definePlugin`, besides the built-in one. */
  readonly plugins?: readonly DynamicModule[];
}

@Module({})
export class AppModule {
  static forRoot({
    database,
    storage,
    auth,
    logLevel,
    operations,
    builtIn = corePlugin,
    plugins = [],
    ...core
  }: AppOptions): DynamicModule {
    return {
      module: AppModule,
      providers: [QuietLogger],
      imports: [
        LoggerModule.forRoot(logOptions(logLevel)),
        CoreModule.forRoot(core),
        PersistenceModule.forRoot(database, { mark: () => CURRENT_SPAN.getStore() }, storage),
        AuthModule.forRoot(auth),
        BusModule,
        RegistryModule,
        IngestModule,
        CoordinatorModule,
        DashboardModule,
        NotifiersModule,
        OperationsModule.forRoot(operations),
        builtIn,
        mappingsPlugin,
        ...plugins,
      ],
    };
  }
}
