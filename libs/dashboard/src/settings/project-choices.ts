import { ProjectsService } from '@binnacle/auth';
import { callerOf } from '@binnacle/http';
import { Injectable } from '@nestjs/common';
import type { ProjectChoice } from '../pages/page-types.js';

/** The projects that are offered to whoever sends a request; archived ones are on the page of all projects. A key has one, and does not choose. */
@Injectable()
export class ProjectChoices {
  constructor(private readonly projects: ProjectsService) {}

  async of(request: object): Promise<readonly ProjectChoice[]> {
    const caller = callerOf(request);
    if (caller.kind !== 'person' && caller.kind !== 'open') return [];
    const all = await this.projects.listFor(caller.kind === 'person' ? caller : 'everybody');
    return all.filter(({ archivedAt }) => !archivedAt);
  }
}
