import { PrismaService } from '@binnacle/persistence';
import { Injectable } from '@nestjs/common';

export interface Census {
  /** Questions that nobody has answered. */
  readonly open: number;
  /** Of the oldest of them, in seconds. */
  readonly oldestSeconds: number;
  /** Answers that no agent has come for. */
  readonly undelivered: number;
}

/** How many people and agents wait, over all projects, for metrics. */
@Injectable()
export class QuestionCensus {
  constructor(private readonly prisma: PrismaService) {}

  async take(): Promise<Census> {
    const [row] = await this.prisma.$queryRaw<{ open: number; oldest: number; undelivered: number }[]>`
      SELECT open.count::float8 AS open, COALESCE(EXTRACT(EPOCH FROM now() - open.oldest), 0)::float8 AS oldest,
        undelivered.count::float8 AS undelivered
      FROM (SELECT count(*), min(asked_at) AS oldest FROM questions WHERE state = 'open') AS open,
        (SELECT count(*) FROM questions WHERE state IN ('answered', 'expired') AND delivered_at IS NULL
          AND undelivered_since IS NOT NULL) AS undelivered`;
    return { open: row?.open ?? 0, oldestSeconds: Math.max(0, row?.oldest ?? 0), undelivered: row?.undelivered ?? 0 };
  }
}
