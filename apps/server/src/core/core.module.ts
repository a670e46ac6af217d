import { McpOptions, WorkspaceOptions, type WorkspaceRoot } from '@binnacle/coordinator';
import { DashboardOptions, FreshKeys } from '@binnacle/dashboard';
import { Pricing } from '@binnacle/ingest';
import { type AllowedTargets, NotifierOptions } from '@binnacle/notifiers';
import {
  ActionButtons,
  ArchiveReader,
  Categories,
  Clock,
  CurrentProject,
  type GivenOptions,
  PluginLogger,
  PriceBook,
  Questions,
  Settings,
} from '@binnacle/plugin-kit';
import { PartSettings } from '@binnacle/registry';
import { type DynamicModule, Logger, Module } from '@nestjs/common';
import { VERSION } from '../version.js';
import { BoundActionButtons } from './action-buttons.js';
import { BoundArchiveReader } from './archive-reader.js';
import { BoundCategories } from './categories.js';
import { ScopedProject } from './current-project.js';
import { BoundFreshKeys } from './fresh-keys.js';
import type { Price } from './price.js';
import { ListedPrices } from './price-book.js';
import { BoundQuestions } from './questions.js';

export interface CoreOptions {
  readonly dashboard: DashboardOptions;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly pluginOptions: Readonly<Record<string, GivenOptions>>;
  readonly prices: Readonly<Record<string, Price>>;
  readonly workspaces?: readonly WorkspaceRoot[];
  readonly webhookAllow: AllowedTargets;
}

/** Binds what the libraries and plugins ask for by abstract class. Global: a plugin injects it without importing anything. */
@Module({})
export class CoreModule {
  static forRoot({
    dashboard,
    environment,
    pluginOptions,
    prices,
    workspaces = [],
    webhookAllow,
  }: CoreOptions): DynamicModule {
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
      { provide: FreshKeys, useClass: BoundFreshKeys },
      { provide: NotifierOptions, useValue: { publicUrl: dashboard.publicUrl, allowed: webhookAllow } },
      { provide: McpOptions, useValue: { version: VERSION } },
      { provide: WorkspaceOptions, useValue: { roots: workspaces } },
      { provide: Clock, useValue: clock },
      { provide: CurrentProject, useClass: ScopedProject },
      { provide: Settings, useValue: settings },
      { provide: PluginLogger, useValue: log },
      { provide: PartSettings, useValue: new PartSettings(pluginOptions) },
      { provide: PriceBook, useValue: new ListedPrices(prices) },
      { provide: Pricing, useExisting: PriceBook },
      { provide: ArchiveReader, useClass: BoundArchiveReader },
      { provide: Questions, useClass: BoundQuestions },
      { provide: Categories, useClass: BoundCategories },
      { provide: ActionButtons, useClass: BoundActionButtons },
    ];
    return { module: CoreModule, global: true, providers, exports: providers.map(({ provide }) => provide) };
  }
}
