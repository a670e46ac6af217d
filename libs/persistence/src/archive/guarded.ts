import { archiveUnavailable, failureKind } from './database-failure.js';

/** A read whose failure is told as `archive_unavailable` when the database is away. */
export async function guarded<T>(read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    throw failureKind(error) === 'away' ? archiveUnavailable(error) : error;
  }
}
