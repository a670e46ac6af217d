import { PluginRegistry, partsAmong } from '@binnacle/registry';
import type { DynamicModule, INestApplication } from '@nestjs/common';
import { LazyModuleLoader, ModulesContainer } from '@nestjs/core';
import type { LoadedPlugin } from './load-plugins.js';
import type { PluginHost } from './plugin-folder.js';

/**
 * Takes plugins into a running application, and lets go of them.
 *
 * Nest makes their providers, but takes controllers only at start: `restart` is called for plugins that bring some.
 */
export class LivePlugins implements PluginHost {
  private readonly registry: PluginRegistry;
  private readonly modules: ModulesContainer;
  private readonly loader: LazyModuleLoader;
  private readonly installed = new Map<string, readonly DynamicModule[]>();

  constructor(
    app: INestApplication,
    /** Names of plugins that are in the application since its start. */
    private readonly fixed: ReadonlySet<string>,
    private readonly restart: (name: string) => void,
  ) {
    this.registry = app.get(PluginRegistry);
    this.modules = app.get(ModulesContainer);
    this.loader = app.get(LazyModuleLoader);
  }

  async install(name: string, { modules }: LoadedPlugin): Promise<void> {
    if (this.fixed.has(name) || modules.some(({ controllers = [] }) => controllers.length > 0)) {
      this.restart(name);
      return;
    }
    for (const module of modules) await this.loader.load(() => module as never);
    try {
      this.registry.install(name, partsAmong(modules.flatMap((module) => this.instancesOf(module))));
    } catch (error) {
      for (const module of modules) await this.letGo(module);
      throw error;
    }
    const before = this.installed.get(name) ?? [];
    this.installed.set(name, modules);
    for (const module of before) await this.letGo(module);
  }

  fail(name: string, why: string): void {
    this.registry.fail(name, why);
  }

  async remove(name: string): Promise<void> {
    if (this.fixed.has(name)) this.restart(name);
    this.registry.remove(name);
    const before = this.installed.get(name) ?? [];
    this.installed.delete(name);
    for (const module of before) await this.letGo(module);
  }

  private instancesOf(module: DynamicModule): unknown[] {
    const found = [...this.modules.values()].find(({ metatype }) => metatype === module.module);
    return [...(found?.providers.values() ?? [])].map(({ instance }) => instance as unknown);
  }

  /** Nest has no way to unload: its hook is called by us, and the container forgets the module. */
  private async letGo(module: DynamicModule): Promise<void> {
    for (const instance of this.instancesOf(module)) {
      const { onModuleDestroy } = (instance ?? {}) as { onModuleDestroy?: () => unknown };
      if (typeof onModuleDestroy === 'function') await Promise.resolve(onModuleDestroy.call(instance)).catch(() => {});
    }
    for (const [token, { metatype }] of this.modules) if (metatype === module.module) this.modules.delete(token);
  }
}
