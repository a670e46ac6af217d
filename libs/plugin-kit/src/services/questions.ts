import type { QuestionOption } from '@binnacle/events';

/** A question as plugins see it. Times are canonical ISO 8601. */
export interface QuestionInfo {
  readonly project: string;
  readonly id: string;
  readonly msgId: string;
  readonly state: 'open' | 'answered' | 'expired' | 'withdrawn';
  readonly agentId: string | null;
  readonly sessionId: string | null;
  readonly graphId: string | null;
  readonly question: string;
  readonly options: readonly QuestionOption[];
  readonly askedAt: string;
  readonly answer: string | null;
  readonly answeredBy: string | null;
  readonly closedAt: string | null;
}

export interface QuestionSelection {
  /** Default: the {@link CurrentProject}. Who names one sees to it that whoever is shown it may see it. */
  readonly project?: string;
  /** Default: of every state. */
  readonly state?: QuestionInfo['state'];
  readonly agentId?: string;
  /** Newest first; 1 … 1,000. Default 100. */
  readonly limit?: number;
}

/** The questions agents wait on. */
export abstract class Questions {
  /** @throws BinnacleError `project_unnamed`; LifecycleError `archive_unavailable` */
  abstract list(selection?: QuestionSelection): Promise<readonly QuestionInfo[]>;
  /** By its id or the agent's `msg_id`. @throws BinnacleError `question_not_found`, `project_unnamed` */
  abstract find(id: string, project?: string): Promise<QuestionInfo>;
  /**
   * Answers as people do: the first answer wins and the agent resumes.
   *
   * @param by who answers, as the loser of a race will read it
   * @throws BinnacleError `question_not_found`, `question_closed`, `project_unnamed`
   */
  abstract answer(id: string, answer: string, by: string, project?: string): Promise<QuestionInfo>;
}
