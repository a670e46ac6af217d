/**
 * Messages in whichever shape a framework writes them: OpenAI's, Anthropic's, Google's, LangChain's, those of the conventions, as
 * JSON or structured, alone, in lists, or inside what a step was given (`{"inputs": {"messages": …}}`).
 */
import { isJsonObject, type JsonObject, type JsonValue } from '@binnacle/events';

export interface Message {
  /** `user`, `assistant`, `system`, `tool`, or the client's own word; undefined: it does not say whose it is. */
  readonly role: string | undefined;
  /** Undefined of a message that only calls tools. */
  readonly text: string | undefined;
}

/** In their order. A text that is no message is one of nobody's. */
export const readMessages = (value: JsonValue | undefined): readonly Message[] => messagesIn(value, 0);

/** Deeper than any framework wraps its messages. */
const MAX_DEPTH = 8;
/** Where messages are inside what is none, the first that is there. */
const CONTAINERS = [
  ...['messages', 'message', 'generations', 'choices', 'replies', 'input', 'inputs', 'prompt', 'prompts'],
  ...['question', 'query', 'task', 'output', 'outputs', 'result', 'answer', 'response', 'kwargs', 'args'],
  ...['input_str', 'output_str', 'value'],
];
const PARTS = ['parts', 'content', 'contents', 'text'];
const TEXT_TYPES = new Set<JsonValue | undefined>([undefined, 'text', 'input_text', 'output_text']);
const ROLES: Readonly<Record<string, string>> = {
  human: 'user',
  humanmessage: 'user',
  humanmessagechunk: 'user',
  user: 'user',
  ai: 'assistant',
  aimessage: 'assistant',
  aimessagechunk: 'assistant',
  model: 'assistant',
  assistant: 'assistant',
  system: 'system',
  systemmessage: 'system',
  developer: 'system',
  tool: 'tool',
  toolmessage: 'tool',
  function: 'tool',
};
/** Items of OpenAI's Responses that are no message: calls of tools and thoughts are the model's, what came of calls is a tool's. */
const CALL = /^(?:\w+_call|reasoning)$/;
const CALL_RESULT = /^\w+_call_(?:output|result)$/;
const itemRole = (type: JsonValue | undefined): string | undefined => {
  if (typeof type !== 'string') return undefined;
  return CALL.test(type) ? 'assistant' : CALL_RESULT.test(type) ? 'tool' : undefined;
};
const known = (role: JsonValue | undefined): string | undefined =>
  typeof role === 'string' && Object.hasOwn(ROLES, role.toLowerCase()) ? ROLES[role.toLowerCase()] : undefined;

function messagesIn(given: JsonValue | undefined, depth: number): readonly Message[] {
  const value = typeof given === 'string' ? parsed(given) : given;
  if (depth > MAX_DEPTH || value === null || value === undefined) return [];
  if (typeof value === 'string') return value === '' ? [] : [{ role: undefined, text: value }];
  if (Array.isArray(value)) {
    const [role, words, ...rest] = value;
    const isPair = rest.length === 0 && typeof words === 'string' && known(role) !== undefined;
    return isPair ? [{ role: known(role), text: words }] : value.flatMap((item) => messagesIn(item, depth + 1));
  }
  return isJsonObject(value) ? messagesOf(value, depth) : [];
}

function messagesOf(value: JsonObject, depth: number): readonly Message[] {
  // LangChain's serialised form.
  if (isJsonObject(value.kwargs) && (value.lc !== undefined || value.kwargs.content !== undefined)) {
    const [message] = messagesOf(value.kwargs, depth + 1);
    return message ? [{ ...message, role: message.role ?? roleOf(value) }] : [];
  }
  const role = roleOf(value);
  if (role !== undefined || PARTS.some((key) => value[key] !== undefined && value[key] !== null)) {
    return [{ role, text: wordsOf(value) ?? wordsWithin(value.message, depth) }];
  }
  const found = CONTAINERS.find((key) => messagesIn(value[key], depth + 1).length > 0);
  return found === undefined ? [] : messagesIn(value[found], depth + 1);
}

/** Of a message in a message: Strands has the parts of an answer there. */
function wordsWithin(message: JsonValue | undefined, depth: number): string | undefined {
  if (Array.isArray(message)) return wordsOf({ content: message });
  const isMessage = isJsonObject(message) || typeof message === 'string';
  return isMessage ? messagesIn(message, depth + 1).findLast(({ text }) => text !== undefined)?.text : undefined;
}

const roleOf = ({ role, type, id }: JsonObject): string | undefined =>
  known(role) ??
  (typeof role === 'string' && role !== ''
    ? role
    : (known(type) ?? itemRole(type) ?? known(Array.isArray(id) ? id.at(-1) : id)));

function wordsOf(message: JsonObject): string | undefined {
  const parts = PARTS.map((key) => message[key]).find((part) => part !== undefined && part !== null);
  const value = typeof parts === 'string' ? partsOf(parts) : parts;
  if (typeof value === 'string') return value || undefined;
  if (isJsonObject(value)) return wordsOf(value);
  if (!Array.isArray(value)) return undefined;
  const words = value.flatMap((part) => {
    if (typeof part === 'string') return [part];
    if (!isJsonObject(part) || !TEXT_TYPES.has(part.type)) return [];
    const said = part.content ?? part.text;
    return typeof said === 'string' ? [said] : [];
  });
  return words.join('\n') || undefined;
}

/** The parts of a message as the JSON of them (Strands); an answer that is itself JSON stays a text. */
function partsOf(text: string): JsonValue {
  const value = text.startsWith('[') ? parsed(text) : text;
  const isParts = Array.isArray(value) && value.length > 0 && value.every((part) => isJsonObject(part) && isPart(part));
  return isParts ? value : text;
}

const isPart = ({ text, type, toolUse, toolResult }: JsonObject): boolean =>
  typeof text === 'string' || typeof type === 'string' || toolUse !== undefined || toolResult !== undefined;

function parsed(text: string): JsonValue {
  if (!/^\s*[[{]/.test(text)) return text;
  try {
    return JSON.parse(text) as JsonValue;
  } catch {
    return text;
  }
}
