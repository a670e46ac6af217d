import {
  BinnacleError,
  checkQuestion,
  contentOf,
  hashOf,
  isJsonObject,
  type JsonObject,
  parseEvent,
} from '@binnacle/events';
import { AcceptService } from '@binnacle/ingest';
import { Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';

import { openQuestion } from './open-question.js';
import type { Question } from './question.js';
import { QuestionBook } from './question-book.js';
import { assertSchema } from './response-schema.js';

export interface Asked {
  readonly question: Question;
  /** False: it was asked before, and may have been answered since. */
  readonly isNew: boolean;
}

const ENVELOPE = ['agent_id', 'session_id', 'graph_id', 'node_id', 'parent_id', 'timestamp'] as const;

/** Asks on behalf of an agent: the same as its `agent:blocked`, with the question as the answer. */
@Injectable()
export class AskingService {
  constructor(
    private readonly acceptance: AcceptService,
    private readonly book: QuestionBook,
  ) {}

  /**
   * @param body fields of the envelope and of the payload of `agent:blocked`, side by side
   * @param key the same key is the same question
   * @throws BinnacleError of `parseEvent`, naming the field; `idempotency_conflict` when the key asked something else
   */
  async ask(project: string, body: JsonObject, key?: string): Promise<Asked> {
    checkQuestion(body);
    if (isJsonObject(body.response_schema)) assertSchema(body.response_schema);
    const event = eventOf(project, body, key);
    const draft = parseEvent(event, { project, receivedAt: new Date().toISOString() });
    const { rejected, accepted, filtered } = await this.acceptance.accept([event], { project, door: 'questions' });
    const [refusal] = rejected;
    if (refusal) throw new BinnacleError(refusal.code, refusal.detail.replace('payload.', ''));
    if (filtered > 0)
      throw new BinnacleError('request_refused', 'an ingest filter of this installation dropped the question');
    if (accepted > 0) return { question: await this.book.find(project, draft.id), isNew: true };
    const question = await this.known(project, draft, key);
    return { question, isNew: false };
  }

  private async known(
    project: string,
    draft: ReturnType<typeof parseEvent>,
    key: string | undefined,
  ): Promise<Question> {
    const dedupeKey = openQuestion(draft)?.dedupe_key ?? '';
    const question = (await this.book.byKey(project, dedupeKey)) ?? (await this.book.find(project, draft.id));
    const sameText = contentOf(draft.payload).question === question.question;
    if (key !== undefined && question.id === draft.id && !sameText) {
      throw new BinnacleError('idempotency_conflict', 'the Idempotency-Key was used for another question', {
        question_id: question.id,
      });
    }
    return question;
  }
}

function eventOf(project: string, body: JsonObject, key: string | undefined): JsonObject {
  const envelope = Object.fromEntries(
    ENVELOPE.flatMap((field) => (field in body ? [[field, body[field] ?? null]] : [])),
  );
  const payload = Object.fromEntries(
    Object.entries(body).filter(([field]) => !(ENVELOPE as readonly string[]).includes(field)),
  );
  const id = key === undefined ? uuidv7() : `ask-${hashOf([project, key])}`;
  return {
    id,
    ...envelope,
    type: 'agent:blocked',
    payload: { ...payload, question: payload.question ?? payload.message ?? null },
  };
}
