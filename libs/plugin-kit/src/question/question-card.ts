import { contentOf, type JsonObject, type QuestionContent, type QuestionOption, shownHash } from '@binnacle/events';

export interface OptionChoice {
  readonly value: string;
  readonly label: string;
  readonly description: string;
}

/** What the form of a question needs to know of it; see `replyForm`. */
export interface QuestionCard {
  /** Panel or page it stands on: the first part of its ids. */
  readonly place: string;
  /** The question's id: the id of the event that asked it. */
  readonly id: string;
  readonly msgId: string;
  readonly agentId: string | null;
  readonly sessionId: string | null;
  readonly options: readonly OptionChoice[];
  readonly content: QuestionContent;
  /** Of all that was asked; undefined when the card shows less, and so must not be answered with it. */
  readonly shownHash: string | undefined;
  /** Its fields stay for somebody's draft, and nothing is sent any more. */
  readonly isClosed: boolean;
}

/** What of a question a card shows. */
export interface ShownContent {
  readonly content: QuestionContent;
  readonly options: readonly OptionChoice[];
  /** Undefined when something was left out. */
  readonly shownHash: string | undefined;
}

/**
 * The content of a question's payload, or so much of it as fits. What is to be approved is never cut: then the card can't approve it.
 *
 * @param chars of JSON
 */
export function shownContent(payload: JsonObject, chars: number): ShownContent {
  return fittingContent(contentOf(payload), chars);
}

/** As {@link shownContent}, of content that was read before. */
export function fittingContent(question: QuestionContent, chars: number): ShownContent {
  const whole = only(question);
  const isWhole = JSON.stringify(whole).length <= chars;
  const content = isWhole ? whole : cut(whole, chars / 3);
  return { content, options: content.options.map(choiceOf), shownHash: isWhole ? shownHash(whole) : undefined };
}

/** Without what else is known of a question: the hash is of what is shown. */
const only = (question: QuestionContent): QuestionContent => ({
  kind: question.kind,
  question: question.question,
  options: question.options,
  allowOther: question.allowOther,
  action: question.action,
  allowed: question.allowed,
  responseSchema: question.responseSchema,
  items: question.items,
  context: question.context,
});

function cut(content: QuestionContent, chars: number): QuestionContent {
  const small = <T>(part: T, instead: T): T => (JSON.stringify(part).length <= chars / 2 ? part : instead);
  return {
    ...content,
    question: content.question.slice(0, chars).toWellFormed(),
    options: small(content.options, []),
    action: content.action && small(content.action, { tool: content.action.tool }),
    responseSchema: small(content.responseSchema, null),
    items: small(content.items, []),
    context: small(content.context, []),
  };
}

const choiceOf = (option: QuestionOption): OptionChoice =>
  typeof option === 'string'
    ? { value: option, label: option, description: '' }
    : { value: option.value, label: option.label || option.value, description: option.description ?? '' };
