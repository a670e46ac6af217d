import { ProjectsService } from '@binnacle/auth';
import { callerOf } from '@binnacle/http';
import { Injectable } from '@nestjs/common';
import type { ProjectChoice } from '../pages/page-types.js';

/** The projects that whoever sends a request may look at. A key has one, and does not choose. */
@Injectable()
export class ProjectChoices {
  constructor(private readonly projects: ProjectsService) {}

  async of(request: object): Promise<readonly ProjectChoice[]> {
    const caller = callerOf(request);
    if (caller.kind === 'person') return this.projects.listFor(caller);
    return caller.kind === 'open' ? this.projects.listFor('everybody') : [];
  }
}
