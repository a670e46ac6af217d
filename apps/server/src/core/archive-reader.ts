import { DEFAULT_PROJECT, parsePatterns } from '@binnacle/events';
import { EventArchive } from '@binnacle/persistence';
import { ArchiveReader, type ArchiveSelection, BinnacleError, type BinnacleEvent } from '@binnacle/plugin-kit';
import { Injectable } from '@nestjs/common';

const DEFAULT_LIMIT = 100;
const MAX_LIMIT = 1_000;

/** The archive as plugins see it: bounded reads and nothing else. */
@Injectable()
export class BoundArchiveReader extends ArchiveReader {
  constructor(private readonly archive: EventArchive) {
    super();
  }

  newest({
    project = DEFAULT_PROJECT,
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

  find(id: string, project = DEFAULT_PROJECT): Promise<BinnacleEvent | undefined> {
    return this.archive.find(project, id);
  }
}
