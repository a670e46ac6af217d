/**
 * @prisma/adapter-pg with two repairs that migrations need and applications do not:
 * its shadow database, which with a connection string would be the *main* database, and `"char"` columns.
 */
import { randomUUID } from 'node:crypto';
import { PrismaPg } from '@prisma/adapter-pg';
import { withCharColumns } from './char-columns.mjs';
import { withDatabase } from './database-url.mjs';

export function adapterFactory(url) {
  const main = new PrismaPg({ connectionString: url });
  return {
    provider: main.provider,
    adapterName: main.adapterName,
    connect: async () => withCharColumns(await main.connect()),
    connectToShadowDb: () => connectToShadow(main, url),
  };
}

async function connectToShadow(main, url) {
  const admin = await main.connect();
  const database = `prisma_migrate_shadow_db_${randomUUID()}`;
  await admin.executeScript(`CREATE DATABASE "${database}"`);
  const shadow = withCharColumns(await new PrismaPg({ connectionString: withDatabase(url, database) }).connect());
  const dispose = shadow.dispose.bind(shadow);
  shadow.dispose = async () => {
    await dispose();
    await admin.executeScript(`DROP DATABASE IF EXISTS "${database}" WITH (FORCE)`);
    await admin.dispose();
  };
  return shadow;
}
