import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { compile } from './compile.js';

export interface BundledPlugin {
  /** The module's source, an ES module. */
  readonly text: string;
  /** What it was made of: absolute. */
  readonly files: readonly string[];
}

/**
 * One module of a plugin's sources, TypeScript or not; its exports are under `plugin`.
 *
 * @param entry a path, or a package in the `node_modules` of `folder`
 * @throws BinnacleError `plugin_load_failed` with file, line and column
 */
export async function bundlePlugin(entry: string, folder: string): Promise<BundledPlugin> {
  const { outputFiles, metafile } = await compile(folder, {
    stdin: { contents: `export * as plugin from ${JSON.stringify(entry)};`, resolveDir: folder },
    write: false,
    metafile: true,
    sourcemap: 'inline',
    // Else failures would name the folder it is run from.
    sourceRoot: `${pathToFileURL(folder).href}/`,
  });
  const files = Object.keys(metafile?.inputs ?? {}).filter((file) => file !== '<stdin>');
  return { text: outputFiles?.[0]?.text ?? '', files: files.map((file) => path.resolve(folder, file)) };
}
