import { parsePatterns } from '@binnacle/events';
import { EventArchive } from '@binnacle/persistence';
import {
  ArchiveReader,
  type ArchiveSelection,
  BinnacleError,
  type BinnacleEvent,
  CurrentProject,
} from '@binnacle/plugin-kit';
import { Injectable } from '@nestjs/common';

const DEFAULT_LIMIT = 100;
const MAX_LIMIT = 1_000;

/** The archive as plugins see it: bounded reads and nothing else. */
@Injectable()
export class BoundArchiveReader extends ArchiveReader {
  constructor(
    private readonly archive: EventArchive,
    private readonly current: CurrentProject,
  ) {
    super();
  }

  async newest({
    project = this.current.get(),
    types,
    limit = DEFAULT_LIMIT,
    ...rest
  }: ArchiveSelection): Promise<BinnacleEvent[]> {
    if (!Number.isInteger(limit) || limit < 1 || limit > MAX_LIMIT) {
      throw new BinnacleError('invalid_query', `\`limit\` is ${limit}; it must be 1 to ${MAX_LIMIT}`);
    }
    return this.archive.read({
      ...rest,
      project,
      order: 'desc',
      limit,
      ...(types && { patterns: parsePatterns(types) }),
    });
  }

  async find(id: string, project = this.current.get()): Promise<BinnacleEvent | undefined> {
    return this.archive.find(project, id);
  }
}
