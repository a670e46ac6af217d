/** All eleven hooks of Gemini CLI 0.61 by https://geminicli.com/docs/hooks/reference. */
import { isJsonObject, type JsonObject, type JsonValue } from '@binnacle/events';
import { type HookBody, textOf } from '../hook-body.js';
import { amount, hidden, type Mapping, type Mappings } from './mapping.js';
import { compacting, notified, prompted, sessionEnded, sessionStarted, turnEnded } from './session-mappings.js';
import { toolCalled, toolEnded } from './tool-mappings.js';

const objectOf = (value: JsonValue | undefined): JsonObject => (isJsonObject(value) ? value : {});

/** Prompts hold the whole conversation, again with every call: only the model and what it cost are kept. */
const model = ({ fields }: HookBody): JsonObject => ({ model: textOf(objectOf(fields.llm_request).model) ?? null });

const usage = (body: HookBody): JsonObject => {
  const counts = objectOf(objectOf(body.fields.llm_response).usageMetadata);
  return {
    ...model(body),
    input_tokens: amount(counts.promptTokenCount),
    output_tokens: amount(counts.candidatesTokenCount),
    ...(amount(counts.cachedContentTokenCount) !== null && { cached_input_tokens: counts.cachedContentTokenCount }),
    ...(amount(counts.thoughtsTokenCount) !== null && { reasoning_tokens: counts.thoughtsTokenCount }),
    ...(amount(counts.totalTokenCount) !== null && { total_tokens: counts.totalTokenCount }),
  };
};

/** AfterModel comes with every piece of a streamed answer; the last one says why it ended, and what all of it cost. */
const isWhole = ({ fields }: HookBody): boolean => {
  const { candidates } = objectOf(fields.llm_response);
  if (!Array.isArray(candidates)) return true;
  return candidates.some((one) => isJsonObject(one) && textOf(one.finishReason) !== undefined);
};

const piece = hidden((body) => ({ ...model(body), partial: true }));
const responded: Mapping = (body) => (isWhole(body) ? { type: 'model:response', payload: usage(body) } : piece(body));

export const GEMINI_MAPPINGS: Mappings = {
  SessionStart: sessionStarted,
  SessionEnd: sessionEnded,
  BeforeAgent: prompted,
  AfterAgent: turnEnded,
  BeforeModel: (body) => ({ type: 'model:request', payload: model(body) }),
  AfterModel: responded,
  // Between BeforeModel and its request; it holds the same conversation once more.
  BeforeToolSelection: hidden(model),
  BeforeTool: toolCalled,
  AfterTool: toolEnded,
  PreCompress: compacting,
  Notification: notified,
};
