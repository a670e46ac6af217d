import { DashboardOptions } from '@binnacle/dashboard';
import { ArchiveReader, Clock, PluginLogger, Settings } from '@binnacle/plugin-kit';
import { type DynamicModule, Logger, Module } from '@nestjs/common';
import { BoundArchiveReader } from './archive-reader.js';

export interface CoreOptions {
  readonly dashboard: DashboardOptions;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/** Binds what the libraries and plugins ask for by abstract class. Global: a plugin injects it without importing anything. */
@Module({})
export class CoreModule {
  static forRoot({ dashboard, environment }: CoreOptions): DynamicModule {
    const logger = new Logger('Plugin');
    const clock: Clock = { now: () => Date.now() };
    const settings: Settings = { get: (name) => environment[name] || undefined };
    const log: PluginLogger = {
      info: (message, fields) => logger.log({ ...fields }, message),
      warn: (message, fields) => logger.warn({ ...fields }, message),
      error: (message, fields) => logger.error({ ...fields }, message),
    };
    const providers = [
      { provide: DashboardOptions, useValue: dashboard },
      { provide: Clock, useValue: clock },
      { provide: Settings, useValue: settings },
      { provide: PluginLogger, useValue: log },
      { provide: ArchiveReader, useClass: BoundArchiveReader },
    ];
    return { module: CoreModule, global: true, providers, exports: providers.map(({ provide }) => provide) };
  }
}
