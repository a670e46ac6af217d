import type { ApiKeysService } from '@binnacle/auth';
import { CALLER, type Caller, type ProjectPermission } from '@binnacle/http';
import { describe, expect, it } from '@jest/globals';
import { BoundFreshKeys } from './fresh-keys.js';

const person = (...permissions: ProjectPermission[]): Caller => ({
  kind: 'person',
  userId: 'u1',
  name: 'Ada',
  email: 'ada@example.com',
  isOwner: false,
  sessionId: 's1',
  csrfToken: 't',
  roles: new Map(),
  permissions: new Set(permissions),
});
const from = (caller?: Caller) => ({ ip: '192.0.2.1', ...(caller && { [CALLER]: caller }) });

describe('keys for the Connect page', () => {
  const made: unknown[][] = [];
  const service: Pick<ApiKeysService, 'create'> = {
    create: async (...terms) => {
      made.push(terms);
      return { id: 'k1', text: 'bk_fresh' };
    },
  };
  const keys = new BoundFreshKeys(service as ApiKeysService);

  it('are offered to admins, and to nobody while there are no accounts', () => {
    expect(keys.wanted(from(person('read', 'admin')))).toBe(true);
    expect(keys.wanted(from(person('read', 'answer')))).toBe(false);
    expect(keys.wanted(from({ kind: 'unknown' }))).toBe(false);
    expect(keys.wanted(from())).toBe(false);
  });

  it('may tell and ask in the project, and name who made them', async () => {
    const request = from(person('admin'));
    expect(await keys.make({ project: 'shop', name: 'Codex, from the Connect page', request })).toBe('bk_fresh');
    expect(made).toEqual([
      [
        { project: 'shop', name: 'Codex, from the Connect page', scopes: ['ingest', 'ask'] },
        { by: { kind: 'person', id: 'u1', name: 'Ada <ada@example.com>' }, from: '192.0.2.1' },
      ],
    ]);
  });

  it('are not made while there are no accounts', async () => {
    made.length = 0;
    expect(await keys.make({ project: 'default', name: 'x', request: from() })).toBeUndefined();
    expect(made).toEqual([]);
  });
});
