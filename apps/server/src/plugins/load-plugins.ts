import { existsSync } from 'node:fs';
import path from 'node:path';
import { BinnacleError } from '@binnacle/events';
import { bundlePlugin, importBundle } from '@binnacle/plugin-bundle';
import type { DynamicModule } from '@nestjs/common';
import { pluginsIn } from './plugins-in.js';

/**
 * The plugins of `BINNACLE_PLUGINS`, in that order. A path (`./panels.ts`, absolute, or a folder with an index) is taken from
 * `folder`; anything else is a package in its `node_modules`.
 *
 * @throws BinnacleError `plugin_load_failed`, `invalid_plugin` and what the plugin's own code throws as such
 */
export async function loadPlugins(specifiers: readonly string[], folder: string): Promise<DynamicModule[]> {
  const loaded: DynamicModule[] = [];
  for (const specifier of specifiers) loaded.push(...(await loadPlugin(specifier, folder)).modules);
  return loaded;
}

export interface LoadedPlugin {
  readonly modules: readonly DynamicModule[];
  /** What it was made of: absolute. */
  readonly files: readonly string[];
}

/** @throws as {@link loadPlugins} */
export async function loadPlugin(specifier: string, folder: string): Promise<LoadedPlugin> {
  // So that a failure in a panel names the author's file and line.
  process.setSourceMapsEnabled(true);
  const isPath = specifier.startsWith('.') || path.isAbsolute(specifier);
  if (isPath && !existsSync(path.resolve(folder, specifier))) {
    throw failed(specifier, `there is no file ${path.resolve(folder, specifier)}`);
  }
  const entry = isPath ? path.resolve(folder, specifier) : specifier;
  const { text, files } = await bundlePlugin(entry, folder).catch((error) => {
    throw failed(specifier, error instanceof BinnacleError ? error.detail : String(error), error);
  });
  const exported = await importBundle(text).catch((error) => {
    throw error instanceof BinnacleError ? error : failed(specifier, placed(error), error);
  });
  const found = pluginsIn(exported, specifier);
  if (found.length === 0) throw failed(specifier, 'it exports no plugin, panel or filter');
  return { modules: found, files };
}

/** Message and the place it came from. */
function placed(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const line = error.stack?.split('\n').find((text) => /^\s+at /.test(text) && !text.includes('node:internal'));
  return line ? `${error.message} (${line.trim()})` : error.message;
}

const failed = (specifier: string, why: string, cause?: unknown) =>
  new BinnacleError('plugin_load_failed', `plugin ${specifier}: ${why}`, { plugin: specifier }, { cause });
