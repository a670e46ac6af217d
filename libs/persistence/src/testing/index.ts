/** For tests of other parts. There is no archive in memory: a test database takes 30 ms (test/support/database.ts). */
export { archivedOf, draftOf } from './draft-of.js';
