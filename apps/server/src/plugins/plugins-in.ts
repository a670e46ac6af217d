import path from 'node:path';
import {
  type ActionProvider,
  type CategoryProvider,
  definePlugin,
  type FilterProvider,
  type MappingProvider,
  type NotifierProvider,
  type PanelProvider,
  type Part,
  type PartKind,
  type PartProvider,
  PLUGIN_BRAND,
  type TabProvider,
} from '@binnacle/plugin-kit';
import type { DynamicModule } from '@nestjs/common';

/**
 * The plugins a module exports, by whatever name. Parts that stand alone are made one plugin, named after the file, so that the
 * shortest plugin is one `definePanel`; beside a plugin they are its parts, exported for tests.
 */
export function pluginsIn(exported: Readonly<Record<string, unknown>>, specifier: string): DynamicModule[] {
  const values = [...new Set(Object.values(exported).flatMap((value) => (Array.isArray(value) ? value : [value])))];
  const plugins = values.filter(isPlugin);
  if (plugins.length > 0) return plugins;
  const parts = values.filter(isPart);
  if (parts.length === 0) return [];
  const ofKind = <P>(kind: PartKind) => parts.filter(({ part }) => part.kind === kind) as unknown as P[];
  const plugin = definePlugin({
    id: idOf(specifier),
    binnacle: '*',
    panels: ofKind<PanelProvider>('panel'),
    filters: ofKind<FilterProvider>('filter'),
    categories: ofKind<CategoryProvider>('category'),
    tabs: ofKind<TabProvider>('tab'),
    actions: ofKind<ActionProvider>('action'),
    notifiers: ofKind<NotifierProvider>('notifier'),
    mappings: ofKind<MappingProvider>('mapping'),
  });
  return [plugin];
}

const isPart = (value: unknown): value is PartProvider<PartKind, Part> =>
  isObject(value) && 'provide' in value && isObject(value.part);

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
