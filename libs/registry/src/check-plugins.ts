import { BinnacleError } from '@binnacle/events';
import { PLUGIN_API_VERSION, type PluginManifest } from '@binnacle/plugin-kit';
import semver from 'semver';
import { type FoundParts, sourcesOf } from './found-parts.js';

/** Parameters of pages and streams themselves. */
const RESERVED: ReadonlySet<string> = new Set(['at', 'dashboard', 'limit', 'after', 'datastar']);

/** Refuses plugins that could not work together. @throws BinnacleError naming the plugin */
export function checkPlugins(found: FoundParts): void {
  const { plugins, filters } = found;
  for (const plugin of plugins) assertCompatible(plugin);
  assertUnique(plugins.map(({ id }) => `plugin:${id}`));
  const ownersOf = (source: string) => plugins.filter(({ parts }) => parts.includes(source)).map(({ id }) => id);
  assertUnique(sourcesOf(found), ownersOf);
  for (const { definition } of filters) {
    if (definition.stage === 'view' && RESERVED.has(definition.param)) {
      throw new BinnacleError(
        'invalid_plugin',
        `filter ${definition.id}: \`param\` ${definition.param} is taken by the page`,
      );
    }
  }
  assertUnique(
    filters.flatMap(({ definition }) =>
      definition.stage === 'view' ? [`URL parameter of view filters:${definition.param}`] : [],
    ),
  );
}

function assertCompatible({ id, binnacle }: PluginManifest): void {
  if (semver.validRange(binnacle) === null) {
    throw new BinnacleError(
      'invalid_plugin',
      `plugin ${id}: \`binnacle\` is ${JSON.stringify(binnacle)}, which is no version range`,
      { plugin: id },
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

/** @param sources `<kind>:<id>` */
function assertUnique(sources: readonly string[], ownersOf: (source: string) => readonly string[] = () => []): void {
  const repeated = sources.find((source, index) => sources.indexOf(source) !== index);
  if (repeated === undefined) return;
  const owners = ownersOf(repeated);
  const from = owners.length > 0 ? ` (from ${owners.join(', ')})` : '';
  const id = repeated.slice(repeated.indexOf(':') + 1);
  throw new BinnacleError('duplicate_plugin', `${repeated.replace(':', ' ')} is defined twice${from}`, { id });
}
