import { Prisma, PrismaService } from '@binnacle/persistence';
import { Injectable } from '@nestjs/common';
import type { Question } from './question.js';
import { COLUMNS, type QuestionRow, toQuestion } from './question-row.js';

export interface AnsweredFilter {
  readonly project: string;
  readonly agentId?: string;
  /** Who answered. */
  readonly by?: string;
  /** Only those closed before this one: the last of the page before. */
  readonly before?: { readonly closedAt: string; readonly id: string };
  readonly limit: number;
}

/** Who answered what: closed questions, the last closed first. */
@Injectable()
export class AnsweredBook {
  constructor(private readonly prisma: PrismaService) {}

  async list({ project, agentId, by, before, limit }: AnsweredFilter): Promise<Question[]> {
    const parts = [Prisma.sql`project = ${project} AND closed_at IS NOT NULL`];
    if (agentId) parts.push(Prisma.sql`agent_id = ${agentId}`);
    if (by) parts.push(Prisma.sql`answered_by = ${by}`);
    if (before) parts.push(Prisma.sql`(closed_at, id) < (${before.closedAt}::timestamptz, ${before.id})`);
    const rows = await this.prisma.$queryRaw<QuestionRow[]>`
      SELECT ${COLUMNS} FROM questions WHERE ${Prisma.join(parts, ' AND ')} ORDER BY closed_at DESC, id DESC LIMIT ${limit}`;
    return rows.map(toQuestion);
  }
}
