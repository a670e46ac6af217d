/** Who calls and what they may: accounts, sessions, keys, roles, projects, and the log of it. Pages are in libs/dashboard. */
export { type Access, AccessMode } from './access/access-mode.js';
export { Admission } from './access/admission.js';
export { Callers } from './access/callers.js';
export { COOKIE, type CookieName, cookieHeader, readCookie } from './access/cookies.js';
export { CSRF_FIELD, CSRF_HEADER } from './access/csrf.js';
export { defaultPermission } from './access/default-permission.js';
export { identifyCallers } from './access/identify-callers.js';
export { isRole, ROLES, type Role, SCOPES, type Scope } from './access/role.js';
export { safeNext } from './access/safe-next.js';
export { actorOf } from './audit/actor-of.js';
export { type Acting, type Actor, Audit, type AuditRecord } from './audit/audit.js';
export { type AuditEntry, AuditLog, type AuditSelection } from './audit/audit-log.js';
export { AuditRetention } from './audit/audit-retention.js';
export { AuthModule } from './auth.module.js';
export { AuthOptions, type FirstAdmin, type OidcOptions } from './auth-options.js';
export {
  type ApiKey,
  ApiKeysService,
  DEFAULT_GRACE_HOURS,
  type FreshKey,
  type KeyTerms,
  MAX_GRACE_HOURS,
  MAX_KEY_DAYS,
} from './keys/api-keys.service.js';
export { presentedKey } from './keys/presented-key.js';
export { FirstSetup } from './links/first-setup.js';
export { type Link, OneTimeLinks } from './links/one-time-links.js';
export { OidcLogin } from './oidc/oidc-login.js';
export { type Account, AccountsService, type NewAccount, type Setup } from './people/accounts.service.js';
export { type LoginAttempt, LoginService } from './people/login.service.js';
export { type Member, MembersService } from './people/members.service.js';
export { MAX_PASSWORD_CHARS, MIN_PASSWORD_CHARS } from './people/password.js';
export { IDLE_MS, LONGEST_MS } from './people/session-ring.js';
export { type SessionSummary, SessionsService } from './people/sessions.service.js';
export { ProjectRing } from './projects/project-ring.js';
export { MAX_RETENTION_DAYS, type Project, ProjectsService } from './projects/projects.service.js';
