import { type Acting, Audit } from '@binnacle/auth';
import { actionHash, BinnacleError, type EventDraft, EventTypes } from '@binnacle/events';
import { type ArchiveTransaction, Prisma, PrismaService } from '@binnacle/persistence';
import { Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';

import type { Question } from '../questions/question.js';
import { QuestionChanges } from '../questions/question-changes.js';
import { questionEvent } from '../questions/question-events.js';
import { select } from '../questions/question-rows.js';
import { lastingAgent } from './lasting-agent.js';

/** Which later calls an approval that lasts is for. */
export type ArgsMatch = 'same' | 'any';

/** An approval that holds for more than one call. */
export interface ApprovalRule {
  readonly id: string;
  readonly agentId: string | null;
  /** Set when it holds for one session only. */
  readonly sessionId: string | null;
  readonly tool: string;
  /** Null: whatever the arguments are. */
  readonly argsHash: string | null;
  readonly questionId: string;
  readonly createdBy: string;
  readonly createdAt: string;
  readonly revokedBy: string | null;
  readonly revokedAt: string | null;
  readonly uses: number;
  readonly lastUsedAt: string | null;
}

interface Row {
  id: string;
  agent_id: string | null;
  session_id: string | null;
  tool: string;
  args_hash: string | null;
  question_id: string;
  created_by: string;
  created_at: Date;
  revoked_by: string | null;
  revoked_at: Date | null;
  uses: number;
  last_used_at: Date | null;
}

const COLUMNS = Prisma.sql`id, agent_id, session_id, tool, args_hash, question_id, created_by, created_at, revoked_by,
  revoked_at, uses, last_used_at`;

/** Standing approvals: each came from a question, is told by an event, and can be revoked. */
@Injectable()
export class ApprovalRules {
  constructor(
    private readonly prisma: PrismaService,
    private readonly changes: QuestionChanges,
    private readonly audit: Audit,
  ) {}

  /** Newest first; revoked ones too. */
  async list(project: string, limit: number): Promise<ApprovalRule[]> {
    const rows = await this.prisma.$queryRaw<Row[]>`
      SELECT ${COLUMNS} FROM approval_rules WHERE project = ${project} ORDER BY created_at DESC, id DESC LIMIT ${limit}`;
    return rows.map(toRule);
  }

  /** The rule a reply asks for, and the event that tells of it; none when it holds once. */
  async add(
    transaction: ArchiveTransaction,
    question: Question,
    { by, at, args }: { readonly by: string; readonly at: string; readonly args: ArgsMatch },
  ): Promise<EventDraft[]> {
    const { action, reply, project, id, agentId, sessionId } = question;
    if (!action || !reply || reply.scope === 'once') return [];
    const rule = uuidv7();
    const session = reply.scope === 'session' ? sessionId : null;
    const agent = reply.scope === 'always' ? lastingAgent(agentId) : agentId;
    const argsHash = args === 'same' ? actionHash(action) : null;
    await transaction.$executeRaw`
      INSERT INTO approval_rules (project, id, agent_id, session_id, tool, args_hash, question_id, created_by, created_at)
      VALUES (${project}, ${rule}, ${agent}, ${session}, ${action.tool}, ${argsHash}, ${id}, ${by}, ${at}::timestamptz)`;
    const payload = { rule_id: rule, by, tool: action.tool, args_hash: argsHash, scope: reply.scope };
    return [questionEvent(question, EventTypes.questionRuleAdded, { at, ...payload })];
  }

  /** The rule that approves a question, counted as used. */
  async use(transaction: ArchiveTransaction, question: Question, at: string): Promise<ApprovalRule | undefined> {
    const { action, project, agentId, sessionId } = question;
    if (!action || question.kind !== 'approval') return undefined;
    const rows = await transaction.$queryRaw<Row[]>`
      UPDATE approval_rules SET uses = uses + 1, last_used_at = ${at}::timestamptz
      WHERE project = ${project} AND id = (
        SELECT id FROM approval_rules
        WHERE project = ${project} AND tool = ${action.tool} AND revoked_at IS NULL
          AND (agent_id IS NOT DISTINCT FROM ${agentId} OR agent_id = ${lastingAgent(agentId)})
          AND (session_id IS NULL OR session_id = ${sessionId})
          AND (args_hash IS NULL OR args_hash = ${actionHash(action)})
        ORDER BY created_at LIMIT 1)
      RETURNING ${COLUMNS}`;
    return rows[0] && toRule(rows[0]);
  }

  /** From now on such calls are asked about again. @throws BinnacleError `rule_not_found` */
  revoke(project: string, id: string, by: string, as: Acting): Promise<ApprovalRule> {
    const at = new Date().toISOString();
    return this.changes.run(async (transaction) => {
      const [row] = await transaction.$queryRaw<Row[]>`
        UPDATE approval_rules SET revoked_by = ${by}, revoked_at = ${at}::timestamptz
        WHERE project = ${project} AND id = ${id} AND revoked_at IS NULL RETURNING ${COLUMNS}`;
      const [known] = row
        ? []
        : await transaction.$queryRaw<
            Row[]
          >`SELECT ${COLUMNS} FROM approval_rules WHERE project = ${project} AND id = ${id}`;
      // Revoking it twice is no mistake.
      if (known) return { events: [], value: toRule(known) };
      if (!row)
        throw new BinnacleError(
          'rule_not_found',
          `no standing approval has the id ${JSON.stringify(id.slice(0, 128))}`,
        );
      const detail = { tool: row.tool, agent_id: row.agent_id };
      const record = { ...as, what: 'rule.revoked', target: `rule:${id}`, project, detail };
      await this.audit.record(record, transaction);
      const [question] = await select(transaction, Prisma.sql`project = ${project} AND id = ${row.question_id}`, 1);
      const payload = { rule_id: id, by, tool: row.tool, args_hash: row.args_hash };
      const events = question ? [questionEvent(question, EventTypes.questionRuleRevoked, { at, ...payload })] : [];
      return { events, value: toRule(row) };
    });
  }
}

const toRule = (row: Row): ApprovalRule => ({
  id: row.id,
  agentId: row.agent_id,
  sessionId: row.session_id,
  tool: row.tool,
  argsHash: row.args_hash,
  questionId: row.question_id,
  createdBy: row.created_by,
  createdAt: row.created_at.toISOString(),
  revokedBy: row.revoked_by,
  revokedAt: row.revoked_at?.toISOString() ?? null,
  uses: row.uses,
  lastUsedAt: row.last_used_at?.toISOString() ?? null,
});

export const ruleToWire = (rule: ApprovalRule) => ({
  id: rule.id,
  agent_id: rule.agentId,
  session_id: rule.sessionId,
  tool: rule.tool,
  args_hash: rule.argsHash,
  question_id: rule.questionId,
  created_by: rule.createdBy,
  created_at: rule.createdAt,
  revoked_by: rule.revokedBy,
  revoked_at: rule.revokedAt,
  uses: rule.uses,
  last_used_at: rule.lastUsedAt,
});
