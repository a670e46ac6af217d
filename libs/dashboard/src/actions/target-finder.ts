import { QuestionBook } from '@binnacle/coordinator';
import { BinnacleError } from '@binnacle/events';
import { EventArchive } from '@binnacle/persistence';
import type { ActionOn, ActionTargets } from '@binnacle/plugin-kit';
import { Injectable } from '@nestjs/common';
import { EntityFinder } from '../entities/entity-finder.js';

/** What an action is run on, by kind and id. */
@Injectable()
export class TargetFinder {
  constructor(
    private readonly archive: EventArchive,
    private readonly entities: EntityFinder,
    private readonly questions: QuestionBook,
  ) {}

  /** @throws BinnacleError `event_not_found`, `entity_not_found`, `question_not_found` */
  find(project: string, on: ActionOn, id: string): Promise<ActionTargets[ActionOn]> {
    if (on === 'event') return this.event(project, id);
    if (on === 'question') return this.questions.find(project, id);
    return this.entities.find(project, on, id);
  }

  private async event(project: string, id: string): Promise<ActionTargets['event']> {
    const event = id.length <= 128 && !id.includes('\0') ? await this.archive.find(project, id) : undefined;
    if (!event) throw new BinnacleError('event_not_found', `no event has the id ${JSON.stringify(id.slice(0, 128))}`);
    return event;
  }
}
