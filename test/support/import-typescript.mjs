/**
 * Imports TypeScript modules of ours into a plain Node process, for test helpers that run outside Jest.
 *
 * esbuild keeps no decorator metadata: not for anything that Nest injects.
 */
import { mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const root = path.resolve(import.meta.dirname, '../..');

/** @param exports by path from the repository's root, `{ 'libs/…/migrate.ts': 'migrate' }` */
export async function importTypeScript(exports) {
  // Inside the repository, so that packages and prisma/migrations are found from there.
  const outfile = path.join(root, 'node_modules/.cache/binnacle', `test-${process.pid}.mjs`);
  mkdirSync(path.dirname(outfile), { recursive: true });
  await build({
    stdin: {
      contents: Object.entries(exports)
        .map(([file, name]) => `export { ${name} } from './${file}';`)
        .join('\n'),
      resolveDir: root,
    },
    bundle: true,
    format: 'esm',
    platform: 'node',
    packages: 'external',
    alias: { '@binnacle/events': path.join(root, 'libs/events/src/index.ts') },
    tsconfigRaw: { compilerOptions: { experimentalDecorators: true } },
    outfile,
  });
  return import(pathToFileURL(outfile).href).finally(() => rmSync(outfile));
}
