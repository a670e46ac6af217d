import { projectInScope } from '@binnacle/http';
import { BinnacleError, CurrentProject } from '@binnacle/plugin-kit';
import { Injectable } from '@nestjs/common';

@Injectable()
export class ScopedProject extends CurrentProject {
  get(): string {
    const project = projectInScope();
    if (project !== undefined) return project;
    throw new BinnacleError('project_unnamed', 'nothing that runs here is about a project: the plugin has to name one');
  }
}
