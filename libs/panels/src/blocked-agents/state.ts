import {
  type BinnacleEvent,
  type EventOf,
  isAfterwards,
  type JsonObject,
  type ShownContent,
  shownContent,
} from '@binnacle/plugin-kit';

/** Answered questions that stay in sight, so that a draft someone was typing is not swept away with the card. */
export const CLOSED_SHOWN = 5;
/** Open questions held; past it the oldest are only counted. */
export const OPEN_HELD = 1_000;
/** Characters of JSON a card may hold, so that all of them together stay within a panel's budget. */
const CARD_CHARS = 12_000;

export interface Card extends ShownContent {
  /** The question's id: the id of the event that asked it. */
  readonly id: string;
  readonly msgId: string;
  readonly agentId: string | null;
  readonly sessionId: string | null;
  readonly nodeId: string | null;
  readonly question: string;
  readonly askedAt: string;
  /** When it ends by itself, ISO 8601. */
  readonly expiresAt: string | undefined;
  readonly onTimeout: string;
  /** Who is answering. */
  readonly claimedBy: string | undefined;
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
  // A span of a question that was dealt with where the agent runs; if it came by here, it is known.
  if (isAfterwards(event) && !card.answerable) return state;
  if (state.open.some((known) => sameQuestion(known, card))) return state;
  const open = [...state.open, card];
  const excess = Math.max(0, open.length - OPEN_HELD);
  return { ...state, open: open.slice(excess), forgotten: state.forgotten + excess };
}

export function resume(state: BlockedState, event: EventOf<'agent:resumed'>): BlockedState {
  const { question_id: id, msg_id: msgId, answer, answered_by: by } = event.payload;
  const outcome = { answer: answer ?? null, by: by ?? 'the agent', at: event.timestamp };
  return close(state, outcome, (card) => {
    if (isAskedAfter(card, event)) return false;
    if (id) return card.id === id;
    return sameAgent(card, event) && (!msgId || card.msgId === msgId);
  });
}

/** Spans tell of the turn before, seconds later. */
const isAskedAfter = ({ askedAt }: Card, event: BinnacleEvent): boolean =>
  isAfterwards(event) && askedAt > event.timestamp;

/** An agent that ended waits for nothing. */
export const end = (state: BlockedState, event: BinnacleEvent): BlockedState =>
  close(
    state,
    { answer: null, by: 'the agent ended', at: event.timestamp },
    (card) => sameAgent(card, event) && card.sessionId === event.sessionId && !isAskedAfter(card, event),
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
  const {
    msg_id: msgId,
    answerable,
    expires_at: expiresAt,
    timeout_seconds: seconds,
    on_timeout: policy,
  } = event.payload;
  const shown = shownContent(event.payload as JsonObject, CARD_CHARS);
  const ends = seconds == null ? undefined : new Date(Date.parse(event.receivedAt) + Math.min(seconds, 4e7) * 1_000);
  return {
    id: event.id,
    msgId: msgId || event.id,
    agentId: event.agentId,
    sessionId: event.sessionId,
    nodeId: event.nodeId,
    question: shown.content.question,
    ...shown,
    askedAt: event.timestamp,
    expiresAt: expiresAt ?? ends?.toISOString(),
    onTimeout: policy ?? 'wait',
    claimedBy: undefined,
    answerable: answerable !== false,
  };
}

/** Somebody is answering, or no longer. */
export const claim = (state: BlockedState, event: EventOf<'question:claimed' | 'question:released'>): BlockedState => ({
  ...state,
  open: state.open.map((card) =>
    card.id === event.payload.question_id
      ? { ...card, claimedBy: event.type === 'question:claimed' ? (event.payload.by ?? undefined) : undefined }
      : card,
  ),
});

/** Its agent took it back. */
export const withdraw = (state: BlockedState, event: EventOf<'question:withdrawn'>): BlockedState =>
  close(
    state,
    { answer: null, by: 'the agent took it back', at: event.timestamp },
    (card) => card.id === event.payload.question_id,
  );
