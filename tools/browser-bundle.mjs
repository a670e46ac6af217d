/**
 * Bundles the dashboard's browser modules, each into one file: `datastar.js` (the client for `data-*` attributes),
 * `binnacle.js` (what our own page does besides) and `service-worker.js` (what runs when a push comes). Source maps lie beside them, unannounced, for whoever debugs.
 *
 *   node tools/browser-bundle.mjs [folder]     default: dist/browser
 */
import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = dirname(dirname(fileURLToPath(import.meta.url)));

export async function bundleBrowser(outDir = resolve(root, 'dist/browser')) {
  await build({
    absWorkingDir: root,
    entryPoints: ['datastar', 'binnacle', 'service-worker'].map((name) => `libs/dashboard/src/browser/${name}.ts`),
    outdir: outDir,
    bundle: true,
    minify: true,
    sourcemap: 'external',
    format: 'esm',
    target: 'es2022',
    legalComments: 'none',
    logLevel: 'warning',
    tsconfig: 'libs/dashboard/src/browser/tsconfig.json',
  });
}

if (process.argv[1] && resolve(process.argv[1]) === fileURLToPath(import.meta.url)) {
  await bundleBrowser(process.argv[2] && resolve(process.argv[2]));
}
