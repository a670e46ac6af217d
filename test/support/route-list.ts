/** The routes of docs/reference/permissions.md, which test/docs holds equal to the code. */
import { readFileSync } from 'node:fs';
import path from 'node:path';

export interface ListedRoute {
  /** `POST /api/v1/events` */
  readonly name: string;
  readonly method: string;
  readonly path: string;
  readonly permission: string;
}

const PAGE = readFileSync(path.resolve(import.meta.dirname, '../../docs/reference/permissions.md'), 'utf8');

export const ROUTES: readonly ListedRoute[] = [...PAGE.matchAll(/^- `([A-Z]+) (\S+)`: `([a-z-]+)`$/gm)].map(
  ([, declared = '', at = '', permission = '']) => {
    const method = declared === 'ALL' ? 'POST' : declared;
    return { name: `${method} ${at}`, method, path: at, permission };
  },
);

export const SCOPES = ['ingest', 'ask', 'read', 'answer', 'admin'] as const;

/** As the page says it in its second table. */
export const HAS: Readonly<Record<string, readonly string[]>> = {
  anonymous: ['public'],
  outsider: ['public', 'signed-in'],
  viewer: ['public', 'signed-in', 'read'],
  operator: ['public', 'signed-in', 'read', 'ask', 'answer'],
  admin: ['public', 'signed-in', ...SCOPES],
  owner: ['public', 'signed-in', ...SCOPES, 'owner'],
  ...Object.fromEntries(
    SCOPES.map((scope) => [`key ${scope}`, ['public', 'signed-in', ...(scope === 'admin' ? SCOPES : [scope])]]),
  ),
};
