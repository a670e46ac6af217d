import { BinnacleError, DEFAULT_PROJECT } from '@binnacle/events';
import { PrismaService } from '@binnacle/persistence';
import { Injectable } from '@nestjs/common';
import type { ChosenProject } from '../access/chosen-project.js';
import { Ring } from '../access/ring.js';

/** Which projects a request may be about. `default` is always one. */
@Injectable()
export class ProjectRing {
  private readonly ring: Ring<'open' | 'archived'>;

  constructor(database: PrismaService) {
    this.ring = new Ring(async (projects) => {
      const where = { project: { in: [...projects] } };
      const found = await database.project.findMany({ where, select: { project: true, archivedAt: true } });
      return new Map(found.map(({ project, archivedAt }) => [project, archivedAt ? 'archived' : 'open']));
    });
  }

  forget(project: string): void {
    this.ring.forget(project);
  }

  /** Also when it is archived. */
  async exists(project: string): Promise<boolean> {
    return project === DEFAULT_PROJECT || (await this.ring.get(project)) !== undefined;
  }

  async isArchived(project: string): Promise<boolean> {
    return project !== DEFAULT_PROJECT && (await this.ring.get(project)) === 'archived';
  }

  /** @throws BinnacleError `project_not_found` when it was asked for by name */
  async pick({ project, isExplicit }: ChosenProject): Promise<string | undefined> {
    if (await this.exists(project)) return project;
    if (isExplicit) throw notFound(project);
    return undefined;
  }

  /**
   * The project a person looks at: the chosen one, also an archived one, else one of theirs. Undefined when they have none.
   *
   * @throws BinnacleError `project_not_found` also for one that is there and not theirs
   */
  async pickFor(
    { isOwner, roles }: { readonly isOwner: boolean; readonly roles: ReadonlyMap<string, string> },
    chosen: ChosenProject | undefined,
  ): Promise<string | undefined> {
    if (chosen && (isOwner || roles.has(chosen.project)) && (await this.exists(chosen.project))) return chosen.project;
    if (chosen?.isExplicit) throw notFound(chosen.project);
    if (isOwner || roles.has(DEFAULT_PROJECT)) return DEFAULT_PROJECT;
    for (const project of [...roles.keys()].sort()) {
      if ((await this.exists(project)) && !(await this.isArchived(project))) return project;
    }
    return undefined;
  }

  /** @throws BinnacleError `project_not_found` when another was asked for */
  assertSame(chosen: ChosenProject | undefined, project: string): void {
    if (chosen && chosen.project !== project) throw notFound(chosen.project);
  }
}

const notFound = (project: string) =>
  new BinnacleError('project_not_found', `there is no project ${JSON.stringify(project.slice(0, 80))} for you`);
