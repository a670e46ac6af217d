import type { ArchiveTransaction } from './event-archive.js';

/** What is committed with a change, or not at all. */
export type BesideChange = (transaction: ArchiveTransaction) => Promise<void>;
