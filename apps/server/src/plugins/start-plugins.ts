import { resolve } from 'node:path';
import { BinnacleError } from '@binnacle/events';
import type { DynamicModule, INestApplication } from '@nestjs/common';
import { Logger } from '@nestjs/common';
import type { Config } from '../config.js';
import { folderEntries } from './folder-entries.js';
import { LivePlugins } from './live-plugins.js';
import { loadPlugin, loadPlugins } from './load-plugins.js';
import { PluginFolder } from './plugin-folder.js';

export interface StartPlugins {
  readonly modules: readonly DynamicModule[];
  /** Names of plugins of the folder that are among them. */
  readonly fixed: ReadonlySet<string>;
}

/**
 * What is loaded before the application is made: the plugins of `BINNACLE_PLUGINS`, and of the folder all, or, when it is watched,
 * those that bring controllers.
 *
 * @throws BinnacleError as `loadPlugins`; a plugin of a watched folder is not refused, its card says why
 */
export async function startPlugins(config: Config, cwd: string): Promise<StartPlugins> {
  const modules = await loadPlugins(config.plugins, cwd);
  const fixed = new Set<string>();
  const named = new Set(config.plugins.map((specifier) => resolve(cwd, specifier)));
  for (const { name, path } of await folderEntries(config.pluginsDir)) {
    if (named.has(path)) continue;
    const plugin = await loadPlugin(path, config.pluginsDir).catch((error) => {
      if (config.dev && error instanceof BinnacleError) return undefined;
      throw error;
    });
    if (!plugin) continue;
    if (config.dev && plugin.modules.every(({ controllers = [] }) => controllers.length === 0)) continue;
    modules.push(...plugin.modules);
    fixed.add(name);
  }
  return { modules, fixed };
}

/** Watches the plugins folder until the application closes. @param restart for plugins with controllers */
export async function watchPlugins(
  app: INestApplication,
  config: Config,
  fixed: ReadonlySet<string>,
  restart: () => void,
): Promise<PluginFolder> {
  const logger = new Logger('Plugins');
  const seen = new Set<string>();
  const host = new LivePlugins(app, fixed, (name) => {
    // The first look finds what the start has taken.
    if (fixed.has(name) && !seen.has(name)) seen.add(name);
    else restart();
  });
  const folder = new PluginFolder(config.pluginsDir, host, (message) => logger.log(message));
  await folder.start();
  return folder;
}
