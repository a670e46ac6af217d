import type { ProjectPermission } from '@binnacle/http';

/** What a person is in a project, from least to most. */
export const ROLES = ['viewer', 'operator', 'admin'] as const;
export type Role = (typeof ROLES)[number];

export const SCOPES = ['ingest', 'ask', 'read', 'answer', 'admin'] as const satisfies readonly ProjectPermission[];
export type Scope = (typeof SCOPES)[number];

const ALL: ReadonlySet<ProjectPermission> = new Set(SCOPES);
const NONE: ReadonlySet<ProjectPermission> = new Set();
const PERMISSIONS: Readonly<Record<Role, ReadonlySet<ProjectPermission>>> = {
  viewer: new Set(['read']),
  operator: new Set(['read', 'ask', 'answer']),
  admin: ALL,
};

export const isRole = (text: string): text is Role => (ROLES as readonly string[]).includes(text);
export const isScope = (text: string): text is Scope => (SCOPES as readonly string[]).includes(text);

/** What a role may. One that this version does not know may nothing. */
export const permissionsOfRole = (role: string | undefined): ReadonlySet<ProjectPermission> =>
  role !== undefined && isRole(role) ? PERMISSIONS[role] : NONE;

/** What a key may; `admin` is all of its project. */
export const permissionsOfScopes = (scopes: readonly string[]): ReadonlySet<ProjectPermission> =>
  scopes.includes('admin') ? ALL : new Set(scopes.filter(isScope));
