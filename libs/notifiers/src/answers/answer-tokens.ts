import { createHash, randomBytes } from 'node:crypto';
import type { AnswerToGive, Question } from '@binnacle/coordinator';
import { BinnacleError } from '@binnacle/events';
import { PrismaService } from '@binnacle/persistence';
import { Injectable } from '@nestjs/common';
import type { QuickAnswer } from './quick-answers.js';

/** A day, or the question's own time if that ends first. */
export const TOKEN_MS = 86_400_000;
const TOKEN = /^[A-Za-z0-9_-]{43}$/;

export interface AnswerOfToken {
  readonly project: string;
  readonly questionId: string;
  readonly shownHash: string;
  readonly reply: Pick<AnswerToGive, 'decision' | 'answer'>;
  readonly by: string;
}

/**
 * Tokens that give one answer to one question each. What is kept is a hash: who reads the database can't answer. They are spent
 * together, as the question can be answered only once.
 */
@Injectable()
export class AnswerTokens {
  constructor(private readonly prisma: PrismaService) {}

  /** One for each answer, in order. @param by who will have answered, for the others to read */
  async make(question: Question, answers: readonly QuickAnswer[], by: string): Promise<string[]> {
    const { project, id, shownHash, expiresAt, onTimeout } = question;
    const end = expiresAt !== null && onTimeout !== 'wait' ? Date.parse(expiresAt) : Number.POSITIVE_INFINITY;
    const made = { project, questionId: id, shownHash, by, expiresAt: new Date(Math.min(Date.now() + TOKEN_MS, end)) };
    const tokens = answers.map(() => randomBytes(32).toString('base64url'));
    await this.prisma.notificationToken.createMany({
      data: answers.map(({ reply }, index) => ({ ...made, reply, hash: hashOf(tokens[index] ?? '') })),
    });
    return tokens;
  }

  /** @throws BinnacleError `answer_token_unknown`, `answer_token_spent`, `answer_token_expired` */
  async read(token: string): Promise<AnswerOfToken> {
    const found = TOKEN.test(token)
      ? await this.prisma.notificationToken.findUnique({ where: { hash: hashOf(token) } })
      : null;
    if (!found) throw new BinnacleError('answer_token_unknown', 'there is no such token, or it was too long ago');
    if (found.spentAt) {
      throw new BinnacleError('answer_token_spent', `the question was answered at ${found.spentAt.toISOString()}`);
    }
    if (found.expiresAt.getTime() <= Date.now()) {
      throw new BinnacleError('answer_token_expired', `the token was good until ${found.expiresAt.toISOString()}`);
    }
    return { ...found, reply: found.reply as AnswerOfToken['reply'] };
  }

  /** None of a question's tokens is of use any more. */
  async spend({ project, questionId }: Pick<AnswerOfToken, 'project' | 'questionId'>): Promise<void> {
    const where = { project, questionId, spentAt: null };
    await this.prisma.notificationToken.updateMany({ where, data: { spentAt: new Date() } });
  }

  /** Tokens that are over, after a while in which who uses one is told so. */
  async forget(now = Date.now()): Promise<void> {
    await this.prisma.notificationToken.deleteMany({ where: { expiresAt: { lt: new Date(now - 7 * TOKEN_MS) } } });
  }
}

/** The tokens are random and long: a plain hash is enough, and is found by its index without a comparison that could leak. */
const hashOf = (token: string): string => createHash('sha256').update(token).digest('base64url');
