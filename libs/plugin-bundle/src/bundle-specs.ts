import path from 'node:path';
import { compile } from './compile.js';

/**
 * A module for each of an author's test files, in `outDir`, with source maps that lead back to them.
 *
 * @param specs relative to `folder`
 * @returns the modules' paths, in the same order. @throws BinnacleError `plugin_load_failed` with file, line and column
 */
export async function bundleSpecs(specs: readonly string[], folder: string, outDir: string): Promise<string[]> {
  const names = specs.map((spec) => spec.replace(/\.[cm]?[jt]sx?$/, ''));
  await compile(folder, {
    entryPoints: specs.map((spec, index) => ({ in: path.join(folder, spec), out: names[index] ?? spec })),
    outdir: outDir,
    outExtension: { '.js': '.mjs' },
    sourcemap: 'inline',
  });
  return names.map((name) => path.join(outDir, `${name}.mjs`));
}
