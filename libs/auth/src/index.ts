/** Who calls and what they may: accounts, sessions, keys, roles, projects, and the log of it. Pages are in libs/dashboard. */

export { actorOf } from './audit/actor-of.js';
export { type Actor, Audit, type AuditRecord } from './audit/audit.js';
export { AuthModule } from './auth.module.js';
