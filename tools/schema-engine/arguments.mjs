/** What the Prisma CLI passes on the command line: `--datamodels file`, `--datasource {json}`, `cli <admin command>`. */
import { readFileSync } from 'node:fs';

/** The commit of Prisma 7.10.0's engine; the CLI compares it with its own. */
export const ENGINE_VERSION = '0edf323efd1d98336f3f0a68684b56f689b900d3';

export function parseArguments(argv, env) {
  const valuesOf = (name) => argv.flatMap((argument, index) => (argument === name ? [argv[index + 1]] : []));
  const datasource = JSON.parse(valuesOf('--datasource')[0] ?? '{}');
  return {
    version: argv.includes('--version'),
    adminCommand: valuesOf('cli')[0],
    datamodels: valuesOf('--datamodels').map((file) => [file, readFileSync(file, 'utf8')]),
    url: datasource.url ?? env.DATABASE_URL,
  };
}
