/**
 * Where an author's imports lead. What a plugin shares with its host (the kit, Nest, RxJS) is the host's own copy, whatever stands in
 * the plugin's `node_modules`: classes are injected by identity.
 */
import { builtinModules } from 'node:module';
import { pathToFileURL } from 'node:url';
import type { OnResolveResult, Plugin, PluginBuild } from 'esbuild';

const SHARED = /^(@nestjs\/|rxjs($|\/)|reflect-metadata$|class-validator$|class-transformer$)/;
/** By either name: of the workspace, and of the published package. */
const KIT = /^(?:@binnacle|binnacle)\/plugin-kit(\/testing)?$/;

const kitUrl = (door = ''): string => new URL(`../../plugin-kit/src${door}/index.js`, import.meta.url).href;

export const links: Plugin = {
  name: 'links',
  setup(builder) {
    builder.onResolve({ filter: /^[^./]/ }, async ({ path, importer, resolveDir, kind, pluginData }) => {
      if (pluginData === links.name || importer === '<stdin>' || importer === '') return undefined;
      if (path.startsWith('node:') || builtinModules.includes(path)) return { path, external: true };
      const kit = KIT.exec(path);
      if (kit) return { path: kitUrl(kit[1]), external: true };
      if (SHARED.test(path)) return { path: import.meta.resolve(path), external: true };
      return dependency(builder, path, { resolveDir, kind, importer });
    });
  },
};

/** A package of the plugin's own stays where it is: it may be CommonJS, and may have files beside it. */
async function dependency(
  builder: PluginBuild,
  path: string,
  from: Parameters<PluginBuild['resolve']>[1],
): Promise<OnResolveResult> {
  const found = await builder.resolve(path, { ...from, pluginData: links.name });
  if (found.errors.length > 0 || !found.path) return { errors: found.errors };
  return { path: pathToFileURL(found.path).href, external: true };
}
