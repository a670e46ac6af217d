/**
 * `schema-engine cli can-connect-to-database | create-database | drop-database`: not JSON-RPC, the answer is the exit code
 * and, on failure, a log line on stderr with Prisma's error code.
 */
import pg from 'pg';
import { databaseOf, withDatabase } from './database-url.mjs';
import { logLine } from './log-line.mjs';

export async function runAdminCommand(command, url) {
  const target = command === 'can-connect-to-database' ? url : withDatabase(url, 'postgres');
  const client = new pg.Client({ connectionString: target, connectionTimeoutMillis: 5_000 });
  const database = client.escapeIdentifier(databaseOf(url));
  try {
    await client.connect();
    if (command === 'create-database') await client.query(`CREATE DATABASE ${database}`);
    if (command === 'drop-database') await client.query(`DROP DATABASE IF EXISTS ${database}`);
    return 0;
  } catch (error) {
    const { message, ...rest } = prismaError(error, url);
    logLine({ message: 'Starting schema engine CLI' });
    logLine({ message, is_panic: false, ...rest }, 'ERROR');
    return 1;
  } finally {
    await client.end().catch(() => {});
  }
}

function prismaError(error, url) {
  const name = databaseOf(url);
  const { host } = new URL(url);
  switch (error.code) {
    case '3D000':
      return { error_code: 'P1003', message: `Database \`${name}\` does not exist`, meta: { database_name: name } };
    case '28P01':
      return { error_code: 'P1000', message: 'Authentication failed against the database server', meta: {} };
    case '42P04':
      return { error_code: 'P1009', message: `Database \`${name}\` already exists`, meta: { database_name: name } };
    default:
      return {
        error_code: 'P1001',
        message: `Can't reach database server at \`${host}\`: ${error.message}`,
        meta: { database_location: host },
      };
  }
}
