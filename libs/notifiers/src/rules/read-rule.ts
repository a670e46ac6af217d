import {
  assertStorableText,
  isJsonObject,
  type JsonValue,
  MAX_REFERENCE_CHARS,
  QUESTION_KINDS,
} from '@binnacle/events';
import { MAX_NAME_CHARS } from '../channels/read-channel.js';
import { Fields, invalid } from '../rest/fields.js';
import { RULE_EVENTS, type RuleStep, type RuleToKeep } from './rule.js';

export const MAX_STEPS = 8;
export const MAX_AGENTS = 50;
/** A week. */
export const MAX_AFTER_SECONDS = 604_800;

/** A rule as it was sent, whole. @throws BinnacleError `field_invalid`, `field_too_long` naming field and limit */
export function readRule(fields: Fields): RuleToKeep {
  const rule: RuleToKeep = {
    name: fields.text('name', MAX_NAME_CHARS),
    enabled: fields.flag('enabled', true),
    event: fields.oneOf('event', RULE_EVENTS, 'asked'),
    agents: fields.list('agents', MAX_AGENTS, agent),
    kinds: fields.list('kinds', QUESTION_KINDS.length, (value, field) => {
      const kind = QUESTION_KINDS.find((one) => one === value);
      if (!kind) throw invalid(field, `must be one of ${QUESTION_KINDS.join(', ')}`);
      return kind;
    }),
    skipClaimed: fields.flag('skip_claimed', false),
    steps: fields.list('steps', MAX_STEPS, step),
  };
  fields.end();
  if (rule.steps.length === 0) throw invalid('steps', `must be a list of 1 to ${MAX_STEPS} steps`);
  if (rule.event === 'failed' && rule.kinds.length > 0) throw invalid('kinds', 'are of questions; a failure has none');
  return rule;
}

function agent(value: JsonValue, field: string): string {
  if (typeof value !== 'string' || value === '' || value.length > MAX_REFERENCE_CHARS)
    throw invalid(field, `must be 1 to ${MAX_REFERENCE_CHARS} characters`);
  assertStorableText(value, field);
  return value;
}

function step(value: JsonValue, field: string): RuleStep {
  if (!isJsonObject(value)) throw invalid(field, 'must be an object with channel_id and after_seconds');
  const fields = new Fields(value);
  const read = {
    afterSeconds: fields.amount('after_seconds', { min: 0, max: MAX_AFTER_SECONDS, absent: 0 }),
    channelId: fields.text('channel_id', 48),
  };
  fields.end();
  return read;
}
