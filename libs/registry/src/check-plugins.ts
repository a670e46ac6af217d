import { BinnacleError } from '@binnacle/events';
import { type Filter, type Panel, PLUGIN_API_VERSION, type PluginManifest } from '@binnacle/plugin-kit';
import semver from 'semver';

export interface FoundPlugins {
  readonly plugins: readonly PluginManifest[];
  readonly panels: readonly Panel[];
  readonly filters: readonly Filter[];
}

/** Refuses to boot with plugins that could not work. @throws BinnacleError naming the plugin */
export function checkPlugins({ plugins, panels, filters }: FoundPlugins): void {
  for (const plugin of plugins) assertCompatible(plugin);
  assertUnique(
    'plugin',
    plugins.map(({ id }) => id),
    () => '',
  );
  const owner = (kind: 'panels' | 'filters') => (id: string) => {
    const owners = plugins.filter((plugin) => plugin[kind].includes(id)).map((plugin) => plugin.id);
    return owners.length ? ` (from ${owners.join(', ')})` : '';
  };
  assertUnique(
    'panel',
    panels.map(({ definition }) => definition.id),
    owner('panels'),
  );
  assertUnique(
    'filter',
    filters.map(({ definition }) => definition.id),
    owner('filters'),
  );
  const params = filters.flatMap(({ definition }) => (definition.stage === 'view' ? [definition.param] : []));
  assertUnique('URL parameter of view filters', params, () => '');
}

function assertCompatible({ id, binnacle }: PluginManifest): void {
  if (semver.validRange(binnacle) === null) {
    throw new BinnacleError(
      'invalid_plugin',
      `plugin ${id}: \`binnacle\` is ${JSON.stringify(binnacle)}, which is no version range`,
      {
        plugin: id,
      },
    );
  }
  if (!semver.satisfies(PLUGIN_API_VERSION, binnacle)) {
    throw new BinnacleError(
      'plugin_incompatible',
      `plugin ${id} wants plugin API ${binnacle}; this Binnacle has ${PLUGIN_API_VERSION}`,
      { plugin: id, wants: binnacle, has: PLUGIN_API_VERSION },
    );
  }
}

function assertUnique(kind: string, ids: readonly string[], owners: (id: string) => string): void {
  const repeated = ids.find((id, index) => ids.indexOf(id) !== index);
  if (repeated !== undefined) {
    throw new BinnacleError('duplicate_plugin', `${kind} ${repeated} is defined twice${owners(repeated)}`, {
      id: repeated,
    });
  }
}
