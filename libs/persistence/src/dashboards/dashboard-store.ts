import { Injectable } from '@nestjs/common';
import type { BesideChange } from '../beside-change.js';
import type { ArchiveTransaction } from '../event-archive.js';
import { Prisma } from '../generated/prisma/client.js';
import { PrismaService } from '../prisma.service.js';

/** A dashboard's row. What `panels` holds is its writer's to check. */
export interface StoredDashboard {
  readonly project: string;
  readonly id: string;
  readonly name: string;
  readonly panels: unknown;
  readonly revision: number;
  readonly createdAt: Date;
  readonly updatedAt: Date;
  readonly isHome: boolean;
}

export interface DashboardToStore {
  readonly name: string;
  readonly panels: unknown;
}

const HOME = { home: true } as const;

const nothing: BesideChange = async () => {};

/** Dashboards that people made. */
@Injectable()
export class DashboardStore {
  constructor(private readonly database: PrismaService) {}

  async list(project: string): Promise<StoredDashboard[]> {
    const found = await this.database.dashboard.findMany({
      where: { project },
      include: HOME,
    });
    return found.map(stored);
  }

  async find(project: string, id: string): Promise<StoredDashboard | undefined> {
    const found = await this.database.dashboard.findUnique({ where: { project_id: { project, id } }, include: HOME });
    return found ? stored(found) : undefined;
  }

  /** Undefined: nobody chose one. */
  async home(project: string): Promise<StoredDashboard | undefined> {
    const found = await this.database.homeDashboard.findUnique({
      where: { project },
      include: { dashboard: { include: HOME } },
    });
    return found ? stored(found.dashboard) : undefined;
  }

  /** @returns false: the id is taken, or the project has `limit` already */
  async create(
    project: string,
    id: string,
    dashboard: DashboardToStore,
    limit: number,
    beside = nothing,
  ): Promise<'made' | 'taken' | 'full'> {
    return this.database.$transaction(async (transaction) => {
      // Two who create at once would both see room.
      await transaction.$executeRaw`SELECT pg_advisory_xact_lock(hashtext('binnacle dashboards'), hashtext(${project}))`;
      if ((await transaction.dashboard.count({ where: { project } })) >= limit) return 'full';
      const made = await transaction.dashboard.createMany({
        data: [{ project, id, ...dataOf(dashboard) }],
        skipDuplicates: true,
      });
      if (made.count !== 1) return 'taken';
      await beside(transaction);
      return 'made';
    });
  }

  /** False when there is none of this revision: another change came first, or it is gone. */
  replace(
    project: string,
    id: string,
    revision: number,
    dashboard: DashboardToStore,
    beside = nothing,
  ): Promise<boolean> {
    const data = { ...dataOf(dashboard), revision: { increment: 1 }, updatedAt: new Date() };
    return this.change(beside, async (transaction) => {
      const { count } = await transaction.dashboard.updateMany({ where: { project, id, revision }, data });
      return count === 1;
    });
  }

  /** False when there is none. */
  remove(project: string, id: string, beside = nothing): Promise<boolean> {
    return this.change(beside, async (transaction) => {
      const { count } = await transaction.dashboard.deleteMany({ where: { project, id } });
      return count === 1;
    });
  }

  /** @param id undefined: the built-in one. False when there is no such dashboard */
  setHome(project: string, id: string | undefined, beside = nothing): Promise<boolean> {
    return this.change(beside, async (transaction) => {
      if (id === undefined) {
        await transaction.homeDashboard.deleteMany({ where: { project } });
        return true;
      }
      const set = await transaction.$executeRaw`
        INSERT INTO home_dashboards (project, dashboard_id)
        SELECT project, id FROM dashboards WHERE project = ${project} AND id = ${id}
        ON CONFLICT (project) DO UPDATE SET dashboard_id = excluded.dashboard_id`;
      return set === 1;
    });
  }

  private change(beside: BesideChange, work: (transaction: ArchiveTransaction) => Promise<boolean>): Promise<boolean> {
    return this.database.$transaction(async (transaction) => {
      const done = await work(transaction);
      if (done) await beside(transaction);
      return done;
    });
  }
}

const dataOf = ({ name, panels }: DashboardToStore) => ({ name, panels: panels as Prisma.InputJsonValue });

function stored({ home, ...row }: Omit<StoredDashboard, 'isHome'> & { readonly home: unknown }): StoredDashboard {
  return { ...row, isHome: home !== null };
}
