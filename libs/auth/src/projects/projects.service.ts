import { BinnacleError, DEFAULT_PROJECT } from '@binnacle/events';
import { PrismaService } from '@binnacle/persistence';
import { Injectable } from '@nestjs/common';
import { OpenConnections } from '../access/open-connections.js';
import { type Actor, Audit } from '../audit/audit.js';
import { KeyRing } from '../keys/key-ring.js';
import { ProjectRing } from './project-ring.js';

export interface Project {
  readonly id: string;
  /** As people call it. */
  readonly name: string;
  readonly createdAt: Date | null;
  readonly archivedAt: Date | null;
  readonly retentionDays: number | null;
}

export interface ProjectChange {
  readonly by: Actor;
  readonly from: string;
}

const ID = /^[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?$/;
const MAX_NAME_CHARS = 80;
const MAX_PROJECTS = 500;
export const MAX_RETENTION_DAYS = 36_500;

/** Projects: each has its own events, questions, dashboards, keys and members. */
@Injectable()
export class ProjectsService {
  constructor(
    private readonly database: PrismaService,
    private readonly ring: ProjectRing,
    private readonly keys: KeyRing,
    private readonly connections: OpenConnections,
    private readonly audit: Audit,
  ) {}

  /** `default` first, also when nothing was ever archived in it. */
  async list(): Promise<Project[]> {
    const found = await this.database.project.findMany({ orderBy: { project: 'asc' }, take: MAX_PROJECTS + 1 });
    const projects = found.map(({ project: id, name, createdAt, archivedAt, retentionDays }) => ({
      id,
      name: name ?? nameOfId(id),
      createdAt,
      archivedAt,
      retentionDays,
    }));
    const others = projects.filter(({ id }) => id !== DEFAULT_PROJECT);
    return [projects.find(({ id }) => id === DEFAULT_PROJECT) ?? BARE_DEFAULT, ...others];
  }

  /** Those somebody may look at, archived ones too. */
  async listFor(who: { readonly isOwner: boolean; readonly roles: ReadonlyMap<string, string> } | 'everybody') {
    const all = await this.list();
    return who === 'everybody' || who.isOwner ? all : all.filter(({ id }) => who.roles.has(id));
  }

  /** @throws BinnacleError `field_invalid`, `project_exists`, `too_many_projects` */
  async create(id: string, name: string, { by, from }: ProjectChange): Promise<void> {
    if (!ID.test(id)) {
      const detail = '`id` must be 1 to 40 of a–z, 0–9 and hyphens, and begin and end with no hyphen';
      throw new BinnacleError('field_invalid', detail, { field: 'id' });
    }
    const data = { project: id, name: nameOf(name), createdAt: new Date() };
    await this.database.$transaction(async (transaction) => {
      await transaction.$executeRaw`SELECT pg_advisory_xact_lock(hashtext('binnacle projects'))`;
      if ((await transaction.project.count()) >= MAX_PROJECTS) {
        throw new BinnacleError('too_many_projects', `there are ${MAX_PROJECTS} projects`, { limit: MAX_PROJECTS });
      }
      const { count } = await transaction.project.createMany({ data: [data], skipDuplicates: true });
      if (count !== 1 || id === DEFAULT_PROJECT) throw new BinnacleError('project_exists', `there is a project ${id}`);
      await this.audit.record(
        { who: by, what: 'project.created', target: `project:${id}`, project: id, from },
        transaction,
      );
    });
    this.ring.forget(id);
  }

  /** @throws BinnacleError `field_invalid`, `project_not_found` */
  async rename(id: string, given: string, change: ProjectChange): Promise<void> {
    const name = nameOf(given);
    await this.change(id, { name }, { what: 'project.renamed', detail: { name } }, change);
  }

  /** @param days undefined: as the server is configured. @throws BinnacleError `field_invalid`, `project_not_found` */
  async setRetention(id: string, days: number | undefined, change: ProjectChange): Promise<void> {
    if (days !== undefined && !(Number.isInteger(days) && days >= 1 && days <= MAX_RETENTION_DAYS)) {
      const detail = `\`retention_days\` must be a whole number from 1 to ${MAX_RETENTION_DAYS}`;
      throw new BinnacleError('field_invalid', detail, { field: 'retention_days', limit: MAX_RETENTION_DAYS });
    }
    const retentionDays = days ?? null;
    await this.change(id, { retentionDays }, { what: 'project.retention', detail: { days: retentionDays } }, change);
  }

  /** Takes it out of the lists, and makes all of it read only; nothing is deleted. @throws BinnacleError `project_not_found` */
  async setArchived(id: string, isArchived: boolean, change: ProjectChange): Promise<void> {
    if (id === DEFAULT_PROJECT) throw new BinnacleError('field_invalid', 'the default project can’t be archived');
    const what = isArchived ? 'project.archived' : 'project.restored';
    await this.change(id, { archivedAt: isArchived ? new Date() : null }, { what }, change);
    this.keys.forgetAll();
    await this.connections.recheck();
  }

  private async change(
    id: string,
    data: { name?: string; archivedAt?: Date | null; retentionDays?: number | null },
    record: { what: string; detail?: Record<string, string | number | null> },
    { by, from }: ProjectChange,
  ): Promise<void> {
    await this.database.$transaction(async (transaction) => {
      if (id === DEFAULT_PROJECT) {
        await transaction.project.createMany({ data: [{ project: id }], skipDuplicates: true });
      }
      const { count } = await transaction.project.updateMany({ where: { project: id }, data });
      if (count !== 1)
        throw new BinnacleError('project_not_found', `there is no project ${JSON.stringify(id.slice(0, 80))}`);
      await this.audit.record({ who: by, ...record, target: `project:${id}`, project: id, from }, transaction);
    });
    this.ring.forget(id);
  }
}

const nameOfId = (id: string): string => (id === DEFAULT_PROJECT ? 'Default' : id);
const BARE_DEFAULT: Project = {
  id: DEFAULT_PROJECT,
  name: nameOfId(DEFAULT_PROJECT),
  createdAt: null,
  archivedAt: null,
  retentionDays: null,
};

function nameOf(text: string): string {
  const name = text
    .toWellFormed()
    .replaceAll(/\p{Cc}/gu, '')
    .trim();
  if (name !== '' && name.length <= MAX_NAME_CHARS) return name;
  throw new BinnacleError('field_invalid', `\`name\` must have 1 to ${MAX_NAME_CHARS} characters`, { field: 'name' });
}
