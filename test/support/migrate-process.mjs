/** `migrate` in a process of its own, to be killed: `node migrate-process.mjs <url> <folder>`. */
import { importTypeScript } from './import-typescript.mjs';

const { migrate } = await importTypeScript({ 'libs/persistence/src/migrations/migrate.ts': 'migrate' });
const [, , url, directory] = process.argv;
await migrate(url, { directory });
