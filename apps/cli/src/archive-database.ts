/**
 * The database's code, for the commands that work on it directly. Import it when such a command runs, never at the top of a
 * file: it takes longer to load than all other commands together. A file of its own because the build resolves our names in
 * static imports only.
 */
export { backupDatabase, openEmbeddedSource, openEmbeddedTarget, restoreDatabase } from '@binnacle/persistence';
