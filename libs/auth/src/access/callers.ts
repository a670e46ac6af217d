import { DEFAULT_PROJECT } from '@binnacle/events';
import {
  CALLER,
  CALLER_PROJECT,
  type Caller,
  type KeyCaller,
  type PersonCaller,
  PROJECT_ARCHIVED,
} from '@binnacle/http';
import { Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { AuthOptions } from '../auth-options.js';
import { KeyRing, type RingKey } from '../keys/key-ring.js';
import { presentedKey } from '../keys/presented-key.js';
import { type RingSession, SessionRing } from '../people/session-ring.js';
import { ProjectRing } from '../projects/project-ring.js';
import { hashOfSecret } from '../secret.js';
import { AccessMode } from './access-mode.js';
import { chosenProject } from './chosen-project.js';
import { COOKIE, readCookie } from './cookies.js';
import { csrfTokenOf } from './csrf.js';
import { OpenConnections } from './open-connections.js';
import { permissionsOfRole, permissionsOfScopes } from './role.js';

/**
 * What may stay open long: streams and polls, and the calls of MCP. A change is not cut off half-way, least of all the one that ends
 * its own session; nor are held hooks, whose clients would take that for a yes.
 */
const stays = ({ method, url }: FastifyRequest): boolean => method === 'GET' || /^\/mcp(?:[/?]|$)/.test(url);

type Identified = {
  readonly [CALLER]?: Caller;
  readonly [CALLER_PROJECT]?: string;
  readonly [PROJECT_ARCHIVED]?: boolean;
};

/** Finds out who calls and for which project, and writes it on the request. Refuses nothing: that is the guard's. */
@Injectable()
export class Callers {
  constructor(
    private readonly mode: AccessMode,
    private readonly options: AuthOptions,
    private readonly keys: KeyRing,
    private readonly sessions: SessionRing,
    private readonly projects: ProjectRing,
    private readonly connections: OpenConnections,
  ) {}

  async identify(request: FastifyRequest, reply: FastifyReply): Promise<void> {
    const key = presentedKey(request);
    const who =
      this.mode.current() === 'open' ? await this.anyone(request, reply, key) : await this.known(request, reply, key);
    Object.assign(request, who);
  }

  get isSecure(): boolean {
    return this.options.publicUrl().startsWith('https:');
  }

  /** Without accounts a key still says which project it is about. What is open ends with the first account. */
  private async anyone(request: FastifyRequest, reply: FastifyReply, text: string | undefined): Promise<Identified> {
    const now = async () => this.mode.current();
    this.watch(request, reply, { name: 'open', now }, 'open');
    const caller = { kind: 'open', reach: this.options.reach } as const;
    const key = text === undefined ? undefined : await this.keys.check(text);
    if (typeof key === 'object') {
      this.projects.assertSame(chosenProject(request, this.isSecure, 'query'), key.project);
      return { [CALLER]: caller, [CALLER_PROJECT]: key.project, [PROJECT_ARCHIVED]: key.isArchived };
    }
    const chosen = chosenProject(request, this.isSecure);
    const project = (chosen && (await this.projects.pick(chosen))) || DEFAULT_PROJECT;
    return { [CALLER]: caller, [CALLER_PROJECT]: project, [PROJECT_ARCHIVED]: await this.projects.isArchived(project) };
  }

  private async known(request: FastifyRequest, reply: FastifyReply, text: string | undefined): Promise<Identified> {
    if (text !== undefined) return this.ofKey(request, reply, text);
    const token = readCookie(request.headers.cookie, COOKIE.session, this.isSecure);
    if (token === undefined) return { [CALLER]: { kind: 'unknown' } };
    const hash = Buffer.from(hashOfSecret(token)).toString('hex');
    const session = await this.sessions.current(hash);
    if (!session) return { [CALLER]: { kind: 'unknown', fault: 'the session has ended' } };
    this.sessions.noteSeen(hash, session);
    const now = async () => rightsOfSession(await this.sessions.current(hash));
    this.watch(request, reply, { name: `session:${session.id}`, now }, rightsOfSession(session));
    return this.ofSession(request, session, csrfTokenOf(token));
  }

  private async ofKey(request: FastifyRequest, reply: FastifyReply, text: string): Promise<Identified> {
    const key = await this.keys.check(text);
    if (typeof key === 'string') return { [CALLER]: { kind: 'unknown', fault: key } };
    const now = async () => rightsOfKey(await this.keys.current(key.id));
    this.watch(request, reply, { name: `key:${key.id}`, now }, rightsOfKey(key));
    const { id: keyId, name, project, scopes } = key;
    const caller: KeyCaller = { kind: 'key', keyId, name, project, permissions: permissionsOfScopes(scopes) };
    // A key has one project: to ask for another by its name finds nothing, as if there were none.
    this.projects.assertSame(chosenProject(request, this.isSecure, 'query'), project);
    return { [CALLER]: caller, [CALLER_PROJECT]: project, [PROJECT_ARCHIVED]: key.isArchived };
  }

  private async ofSession(request: FastifyRequest, session: RingSession, csrfToken: string): Promise<Identified> {
    const { id: sessionId, userId, name, email, isOwner, roles } = session;
    const project = await this.projects.pickFor(session, chosenProject(request, this.isSecure));
    const role = isOwner ? 'admin' : roles.get(project ?? '');
    const permissions = permissionsOfRole(project === undefined ? undefined : role);
    const caller: PersonCaller = {
      kind: 'person',
      userId,
      name,
      email,
      isOwner,
      sessionId,
      csrfToken,
      roles,
      permissions,
    };
    const isArchived = project !== undefined && (await this.projects.isArchived(project));
    return { [CALLER]: caller, [CALLER_PROJECT]: project ?? DEFAULT_PROJECT, [PROJECT_ARCHIVED]: isArchived };
  }

  private watch(
    request: FastifyRequest,
    { raw }: FastifyReply,
    credential: Parameters<OpenConnections['add']>[0],
    rights: string | undefined,
  ): void {
    if (rights !== undefined && stays(request)) this.connections.add(credential, rights, raw);
  }
}

const rightsOfKey = (key: RingKey | undefined): string | undefined =>
  key && `${key.isArchived ? 'archived ' : ''}${key.scopes.join(' ')}`;

const rightsOfSession = (session: RingSession | undefined): string | undefined =>
  session &&
  `${session.isOwner} ${[...session.roles]
    .map((pair) => pair.join('='))
    .sort()
    .join(' ')}`;
