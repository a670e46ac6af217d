import type { BinnacleEvent, EventOf, QuestionOption } from '@binnacle/plugin-kit';

/** Answered questions that stay in sight, so that a draft someone was typing is not swept away with the card. */
export const CLOSED_SHOWN = 5;
/** Open questions held; past it the oldest are only counted. */
export const OPEN_HELD = 1_000;

export interface OptionChoice {
  readonly value: string;
  readonly label: string;
  readonly description: string;
}

export interface Card {
  /** The question's id: the id of the event that asked it. */
  readonly id: string;
  readonly msgId: string;
  readonly agentId: string | null;
  readonly sessionId: string | null;
  readonly nodeId: string | null;
  readonly question: string;
  readonly options: readonly OptionChoice[];
  readonly askedAt: string;
  /** False when an answer here would reach nobody: the agent asks in its own terminal. */
  readonly answerable: boolean;
  readonly outcome?: { readonly answer: string | null; readonly by: string; readonly at: string };
}

export interface BlockedState {
  /** Oldest first: who has waited longest is on top. */
  readonly open: readonly Card[];
  /** Newest first. */
  readonly closed: readonly Card[];
  /** Open questions that were let go of. */
  readonly forgotten: number;
}

export const initial = (): BlockedState => ({ open: [], closed: [], forgotten: 0 });

export function ask(state: BlockedState, event: EventOf<'agent:blocked'>): BlockedState {
  const card = cardOf(event);
  if (state.open.some((known) => sameQuestion(known, card))) return state;
  const open = [...state.open, card];
  const excess = Math.max(0, open.length - OPEN_HELD);
  return { ...state, open: open.slice(excess), forgotten: state.forgotten + excess };
}

export function resume(state: BlockedState, event: EventOf<'agent:resumed'>): BlockedState {
  const { question_id: id, msg_id: msgId, answer, answered_by: by } = event.payload;
  const outcome = { answer: answer ?? null, by: by ?? 'the agent', at: event.timestamp };
  return close(state, outcome, (card) => {
    if (id) return card.id === id;
    return sameAgent(card, event) && (!msgId || card.msgId === msgId);
  });
}

/** An agent that ended waits for nothing. */
export const end = (state: BlockedState, event: BinnacleEvent): BlockedState =>
  close(
    state,
    { answer: null, by: 'the agent ended', at: event.timestamp },
    (card) => sameAgent(card, event) && card.sessionId === event.sessionId,
  );

/** A prompt in the agent's own terminal was dealt with when the agent goes on; nothing else tells us. */
export const goOn = (state: BlockedState, event: BinnacleEvent): BlockedState =>
  close(
    state,
    { answer: null, by: 'in the terminal', at: event.timestamp },
    (card) => !card.answerable && card.sessionId === event.sessionId,
  );

function close(
  state: BlockedState,
  outcome: NonNullable<Card['outcome']>,
  matches: (card: Card) => boolean,
): BlockedState {
  const closing = state.open.filter(matches);
  if (closing.length === 0) return state;
  const closed = closing.map((card) => ({ ...card, outcome })).reverse();
  return {
    ...state,
    open: state.open.filter((card) => !closing.includes(card)),
    closed: [...closed, ...state.closed].slice(0, CLOSED_SHOWN),
  };
}

const sameAgent = (card: Card, event: Pick<BinnacleEvent, 'agentId'>): boolean => card.agentId === event.agentId;

const sameQuestion = (a: Card, b: Card): boolean =>
  a.id === b.id ||
  (a.agentId === b.agentId &&
    a.sessionId === b.sessionId &&
    a.question === b.question &&
    (a.msgId === b.msgId || (a.msgId === a.id && b.msgId === b.id)));

function cardOf(event: EventOf<'agent:blocked'>): Card {
  const { question, options, msg_id: msgId, answerable } = event.payload;
  return {
    id: event.id,
    msgId: msgId || event.id,
    agentId: event.agentId,
    sessionId: event.sessionId,
    nodeId: event.nodeId,
    question: (question ?? '').slice(0, 20_000),
    options: (options ?? []).map(choiceOf),
    askedAt: event.timestamp,
    answerable: answerable !== false,
  };
}

const choiceOf = (option: QuestionOption): OptionChoice =>
  typeof option === 'string'
    ? { value: option, label: option, description: '' }
    : { value: option.value, label: option.label || option.value, description: option.description ?? '' };
