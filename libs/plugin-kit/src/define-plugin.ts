import { BinnacleError } from '@binnacle/events';
import { type DynamicModule, Module, type Provider, type Type } from '@nestjs/common';
import { RouterModule } from '@nestjs/core';
import { PLUGIN_BRAND } from './brand.js';
import type { ActionProvider } from './define-action.js';
import type { CategoryProvider } from './define-category.js';
import type { FilterProvider } from './define-filter.js';
import type { MappingProvider } from './define-mapping.js';
import type { NotifierProvider } from './define-notifier.js';
import type { PanelProvider } from './define-panel.js';
import type { TabProvider } from './define-tab.js';
import { PLUGIN_ID } from './injection.js';
import type { Part, PartKind, PartProvider } from './part.js';
import { CORE_SERVICES } from './services/core-services.js';

export interface PluginDefinition {
  /** Unique: `[a-z][a-z0-9-]{0,47}`. */
  readonly id: string;
  /** The plugin's own version, for people. */
  readonly version?: string;
  /** Range of plugin API versions it works with, as npm writes them: `^1.0`. */
  readonly binnacle: string;
  // biome-ignore lint/suspicious/noExplicitAny: a list of panels of different states
  readonly panels?: readonly PanelProvider<any>[];
  readonly filters?: readonly FilterProvider[];
  readonly categories?: readonly CategoryProvider[];
  readonly tabs?: readonly TabProvider[];
  readonly actions?: readonly ActionProvider[];
  readonly notifiers?: readonly NotifierProvider[];
  readonly mappings?: readonly MappingProvider[];
  /** Nest controllers; they are served under `/plugins/<id>/`, and taken when the server starts. */
  readonly controllers?: readonly Type[];
  /** What its parts and controllers inject, besides the core's services. */
  readonly providers?: readonly Provider[];
  readonly imports?: DynamicModule['imports'];
}

/** What the registry finds of a plugin. */
export interface PluginManifest {
  readonly [PLUGIN_BRAND]: true;
  readonly id: string;
  readonly version: string;
  readonly binnacle: string;
  /** `panel:<id>`, `filter:<id>` … */
  readonly parts: readonly string[];
}

type AnyPart = PartProvider<PartKind, Part>;

/**
 * A plugin is a Nest module plus a name, a version range and checks.
 *
 * @example
 * export default definePlugin({ id: 'acme', binnacle: '^1.0', panels: [toolLatency], providers: [PriceList] });
 * @throws BinnacleError `invalid_plugin`, `plugin_dependency_missing`
 */
export function definePlugin(definition: PluginDefinition): DynamicModule {
  const { id, providers = [], imports = [], controllers = [] } = definition;
  if (!PLUGIN_ID.test(id)) {
    throw new BinnacleError('invalid_plugin', `plugin ${JSON.stringify(id)}: \`id\` must match ${PLUGIN_ID.source}`);
  }
  const parts = partsOf(definition);
  if (imports.length === 0) assertDependencies(id, parts, providers);
  const manifest: PluginManifest = {
    [PLUGIN_BRAND]: true,
    id,
    version: definition.version ?? '0.0.0',
    binnacle: definition.binnacle,
    parts: parts.map(({ part }) => `${part.kind}:${part.id}`),
  };
  const module = moduleNamed(id);
  return {
    module,
    imports: [
      ...imports,
      ...(controllers.length > 0 ? [RouterModule.register([{ path: `plugins/${id}`, module }])] : []),
    ],
    controllers: [...controllers],
    providers: [...providers, ...parts, { provide: `plugin:${id}`, useValue: manifest }],
  };
}

function partsOf(definition: PluginDefinition): AnyPart[] {
  const { panels, filters, categories, tabs, actions, notifiers, mappings } = definition;
  return [panels, filters, categories, tabs, actions, notifiers, mappings].flatMap(
    (list) => (list ?? []) as readonly AnyPart[],
  );
}

/** Nest would name the provider only; an author wants to read which plugin lacks what. */
function assertDependencies(id: string, parts: readonly AnyPart[], providers: readonly Provider[]): void {
  const provided = new Set<unknown>([
    ...CORE_SERVICES,
    ...providers.map((provider) => (typeof provider === 'function' ? provider : provider.provide)),
  ]);
  for (const provider of parts) {
    for (const token of provider.inject ?? []) {
      if (provided.has(token)) continue;
      const name = typeof token === 'function' ? token.name : String(token);
      throw new BinnacleError(
        'plugin_dependency_missing',
        `plugin ${id}: ${String(provider.provide)} injects ${name}, which is neither in its \`providers\` nor a service of the core`,
        { plugin: id, dependency: name },
      );
    }
  }
}

/** A class of its own per plugin: Nest tells modules apart by class. */
function moduleNamed(id: string): NonNullable<DynamicModule['module']> {
  const name = `${id}-plugin`;
  const holder = { [name]: class {} };
  const module = holder[name] as NonNullable<DynamicModule['module']>;
  Module({})(module);
  return module;
}
