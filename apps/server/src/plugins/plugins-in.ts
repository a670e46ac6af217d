import path from 'node:path';
import { definePlugin, type FilterProvider, type PanelProvider, PLUGIN_BRAND } from '@binnacle/plugin-kit';
import type { DynamicModule } from '@nestjs/common';

/**
 * The plugins a module exports, by whatever name. Panels and filters that stand alone are made one, named after the file, so
 * that the shortest plugin is one `definePanel`; beside a plugin they are its parts, exported for tests.
 */
export function pluginsIn(exported: Readonly<Record<string, unknown>>, specifier: string): DynamicModule[] {
  const values = [...new Set(Object.values(exported).flatMap((value) => (Array.isArray(value) ? value : [value])))];
  const plugins = values.filter(isPlugin);
  if (plugins.length > 0) return plugins;
  const panels = values.filter((value): value is PanelProvider => isObject(value) && 'panel' in value);
  const filters = values.filter(
    (value): value is FilterProvider => isObject(value) && 'filter' in value && 'provide' in value,
  );
  if (panels.length + filters.length === 0) return [];
  return [definePlugin({ id: idOf(specifier), binnacle: '*', panels, filters })];
}

function isPlugin(value: unknown): value is DynamicModule {
  if (!isObject(value) || !Array.isArray(value.providers)) return false;
  return value.providers.some(
    (provider: unknown) => isObject(provider) && isObject(provider.useValue) && PLUGIN_BRAND in provider.useValue,
  );
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;

/** `./My Panels.ts` → `my-panels` */
function idOf(specifier: string): string {
  const name = path
    .basename(specifier)
    .replace(/\.[cm]?[jt]s$/, '')
    .toLowerCase();
  const id = name.replace(/[^a-z0-9]+/g, '-').replace(/^[^a-z]+|-+$/g, '');
  return id.slice(0, 48) || 'plugin';
}
