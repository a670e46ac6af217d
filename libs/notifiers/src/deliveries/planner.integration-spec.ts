import type { QuestionBook } from '@binnacle/coordinator';
import type { BinnacleEvent } from '@binnacle/events';
import { type EventArchive, PrismaService } from '@binnacle/persistence';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createTestDatabase, type TestDatabase } from '../../../../test/support/database.js';
import type { Rule } from '../rules/rule.js';
import type { RuleBook } from '../rules/rule-book.js';
import { Planner } from './planner.js';

const RULE = {
  ...{ id: 'r', name: 'r', enabled: true, event: 'failed', agents: [], kinds: [], skipClaimed: false, sinceSeq: 0n },
  steps: [{ afterSeconds: 0, channelId: 'c' }],
} as unknown as Rule;
const FAILED = {
  ...{ seq: 1n, id: 'e', project: 'shop', type: 'agent:failed', agentId: 'a', parentId: null, payload: {} },
  ...{ timestamp: '2026-11-27T10:00:00.000Z', receivedAt: '2026-11-27T10:00:00.000Z' },
} as unknown as BinnacleEvent;

describe('the planner', () => {
  let database: TestDatabase;
  let prisma: PrismaService;
  beforeAll(async () => {
    database = await createTestDatabase();
    prisma = new PrismaService(database.url, { poolSize: 2 });
  });
  afterAll(async () => {
    await prisma?.$disconnect();
    await database?.drop();
  });

  it('misses no event of a rule that is made while it looks, just before the event', async () => {
    await prisma.notificationCursor.create({ data: { project: 'shop', seq: 0n } });
    const rules: Rule[] = [];
    const archive = {
      read: async () => {
        // Between its two looks somebody makes a rule, and something happens.
        rules.push(RULE);
        return [FAILED];
      },
    } as unknown as EventArchive;
    const book = { list: async () => [...rules] } as unknown as RuleBook;
    const planner = new Planner(prisma, archive, book, {} as unknown as QuestionBook);
    await planner.plan();
    expect(await prisma.notificationDelivery.findMany({ where: { project: 'shop' } })).toMatchObject([
      { ruleId: 'r', channelId: 'c', subjectId: 'e' },
    ]);
  });
});
