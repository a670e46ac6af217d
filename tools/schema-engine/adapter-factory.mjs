/**
 * @prisma/adapter-pg with three repairs that migrations need and applications do not: its shadow database, which with a
 * connection string would be the *main* database, `"char"` columns, and scripts with semicolons inside.
 */
import { randomUUID } from 'node:crypto';
import { PrismaPg } from '@prisma/adapter-pg';
import { withCharColumns } from './char-columns.mjs';
import { withDatabase } from './database-url.mjs';
import { withWholeScripts } from './whole-scripts.mjs';

export function adapterFactory(url) {
  const main = new PrismaPg({ connectionString: url });
  return {
    provider: main.provider,
    adapterName: main.adapterName,
    connect: () => connect(main),
    connectToShadowDb: () => connectToShadow(main, url),
  };
}

const connect = async (factory) => withWholeScripts(withCharColumns(await factory.connect()));

async function connectToShadow(main, url) {
  const admin = await main.connect();
  const database = `prisma_migrate_shadow_db_${randomUUID()}`;
  await admin.executeScript(`CREATE DATABASE "${database}"`);
  const shadow = await connect(new PrismaPg({ connectionString: withDatabase(url, database) }));
  const dispose = shadow.dispose.bind(shadow);
  shadow.dispose = async () => {
    await dispose();
    await admin.executeScript(`DROP DATABASE IF EXISTS "${database}" WITH (FORCE)`);
    await admin.dispose();
  };
  return shadow;
}
