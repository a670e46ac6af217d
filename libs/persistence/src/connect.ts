import { LifecycleError } from '@binnacle/events';
import pg from 'pg';

const CONNECT_TIMEOUT_MS = 5_000;

/**
 * One connection, for what needs a session of its own: migrations, advisory locks. Queries of the server go through a pool.
 *
 * @throws LifecycleError `archive_unavailable`
 */
export async function connect(url: string, applicationName?: string): Promise<pg.Client> {
  const client = new pg.Client({
    connectionString: url,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    application_name: applicationName,
    keepAlive: true,
  });
  // Without a listener a connection that breaks between two statements would end the process.
  client.on('error', () => {});
  await client.connect().catch((cause: Error) => {
    throw new LifecycleError('archive_unavailable', `cannot connect: ${cause.message}`, {}, { cause });
  });
  return client;
}
