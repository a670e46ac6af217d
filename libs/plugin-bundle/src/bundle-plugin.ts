import { compile } from './compile.js';

/**
 * One module of a plugin's sources, TypeScript or not; its exports are under `plugin`.
 *
 * @param entry a path, or a package in the `node_modules` of `folder`
 * @returns the module's text. @throws BinnacleError `plugin_load_failed` with file, line and column
 */
export async function bundlePlugin(entry: string, folder: string): Promise<string> {
  const { outputFiles } = await compile(folder, {
    stdin: { contents: `export * as plugin from ${JSON.stringify(entry)};`, resolveDir: folder },
    write: false,
    sourcemap: 'inline',
  });
  return outputFiles?.[0]?.text ?? '';
}
