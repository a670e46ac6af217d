/**
 * One module of a plugin's sources, TypeScript or not. What the plugin shares with the server (the kit, Nest, RxJS) is the server's
 * own copy, whatever stands in the plugin's `node_modules`: classes are injected by identity.
 */
import { builtinModules } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { BinnacleError } from '@binnacle/events';
import { build, type Message, type OnResolveResult, type Plugin, type PluginBuild } from 'esbuild';

const SHARED = /^(@nestjs\/|rxjs($|\/)|reflect-metadata$|class-validator$|class-transformer$)/;
/** By either name: of the workspace, and of the published package. */
const KIT = /^(@binnacle|binnacle)\/plugin-kit$/;
const KIT_URL = new URL('../../../../libs/plugin-kit/src/index.js', import.meta.url).href;

export interface BundledPlugin {
  /** The module's source, an ES module. */
  readonly text: string;
  /** What it was made of: absolute. */
  readonly files: readonly string[];
}

/** @throws BinnacleError `plugin_load_failed` with file, line and column */
export async function bundlePlugin(entry: string, folder: string): Promise<BundledPlugin> {
  try {
    const { outputFiles, metafile } = await build({
      stdin: { contents: `export * as plugin from ${JSON.stringify(entry)};`, resolveDir: folder },
      absWorkingDir: folder,
      bundle: true,
      write: false,
      metafile: true,
      format: 'esm',
      platform: 'node',
      target: 'node20',
      sourcemap: 'inline',
      // Else failures would name the folder it is run from.
      sourceRoot: `${pathToFileURL(folder).href}/`,
      logLevel: 'silent',
      tsconfigRaw: { compilerOptions: { experimentalDecorators: true } },
      plugins: [links],
    });
    const files = Object.keys(metafile.inputs).filter((file) => file !== '<stdin>');
    return { text: outputFiles[0]?.text ?? '', files: files.map((file) => path.resolve(folder, file)) };
  } catch (error) {
    const [first] = (error as { errors?: readonly Message[] }).errors ?? [];
    if (!first) throw error;
    throw new BinnacleError('plugin_load_failed', placed(first), { plugin: entry });
  }
}

function placed({ text, location }: Message): string {
  // The line that asks for the plugin is ours.
  if (!location || location.file === '<stdin>') return text;
  return `${location.file}:${location.line}:${location.column + 1}: ${text}`;
}

const links: Plugin = {
  name: 'links',
  setup(builder) {
    builder.onResolve({ filter: /^[^./]/ }, async ({ path, importer, resolveDir, kind, pluginData }) => {
      if (pluginData === links.name || importer === '<stdin>' || importer === '') return undefined;
      if (path.startsWith('node:') || builtinModules.includes(path)) return { path, external: true };
      if (KIT.test(path)) return { path: KIT_URL, external: true };
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
