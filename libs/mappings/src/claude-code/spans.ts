/** Spans of Claude Code (2.1), by `span.type`. */
import type { JsonObject, Mapped, SpanRecord } from '@binnacle/plugin-kit';
import { amount, flag, json, known, text } from '../reading/attributes.js';
import { cliOwner } from '../reading/cli-owner.js';
import { agentPair, modelPair, toolPair } from '../reading/pairs.js';
import { CLAUDE_CODE } from './client.js';
import { said } from './said.js';
import { usageOf } from './usage-of.js';

type Kind = (span: SpanRecord) => Pick<Mapped, 'events' | 'leads' | 'keepRaw'>;

/** One prompt and everything done for it. */
const interaction: Kind = (span) => ({
  leads: true,
  events: agentPair(span, { both: { name: 'Claude Code' }, start: { task: said(span.attributes, 'user_prompt') } }),
});

const request: Kind = (span) => {
  const { attributes } = span;
  return {
    events: modelPair(span, {
      both: {
        model: text(attributes, 'model', 'gen_ai.request.model'),
        request_id: text(attributes, 'request_id'),
        provider: text(attributes, 'gen_ai.provider.name', 'gen_ai.system'),
      },
      end: {
        stop_reason: text(attributes, 'stop_reason'),
        ttft_ms: amount(attributes, 'ttft_ms'),
        attempt: amount(attributes, 'attempt'),
        query_source: text(attributes, 'query_source'),
        ...usageOf(attributes),
      },
      fact: text(attributes, 'request_id'),
    }),
  };
};

/** Tells of the call; how it ended, its execution tells. */
const tool: Kind = (span) => {
  const { attributes } = span;
  const pair = toolPair(span, {
    both: { tool_name: text(attributes, 'tool_name', 'gen_ai.tool.name') ?? 'unknown', ...callOf(attributes) },
    start: { input: inputOf(attributes) },
    fact: text(attributes, 'tool_use_id', 'gen_ai.tool.call.id'),
  });
  return { events: flag(attributes, 'success') === undefined ? pair.slice(0, 1) : pair };
};

const execution: Kind = (span) => {
  const { attributes } = span;
  const [, end] = toolPair(span, {
    both: { tool_name: text(attributes, 'tool_name', 'gen_ai.tool.name'), ...callOf(attributes) },
    fact: text(attributes, 'tool_use_id', 'gen_ai.tool.call.id'),
  });
  return { events: end ? [end] : [] };
};

/** Who decided where nobody was asked: a rule of its settings, or the mode it runs in. */
const UNASKED: readonly (string | undefined)[] = ['config', 'unknown'];

/** Told of every call, after the fact, and answered in the terminal or by a hook: there is nothing left to answer. */
const blocked: Kind = (span) => {
  const { attributes, endNs } = span;
  const how = { decision: text(attributes, 'decision'), source: text(attributes, 'source') };
  if (UNASKED.includes(how.source)) return { events: [], keepRaw: true };
  const asked = known({ question: 'Permission to use a tool', answerable: false, ...how });
  const answer = known({
    answerable: false,
    answer: how.decision,
    duration_ms: amount(attributes, 'duration_ms'),
    ...how,
  });
  return {
    events: [
      { type: 'agent:blocked', at: 'start', payload: asked },
      ...(endNs === 0n ? [] : [{ type: 'agent:resumed', payload: answer }]),
    ],
  };
};

const KINDS: Readonly<Record<string, Kind>> = {
  interaction,
  llm_request: request,
  tool,
  'tool.execution': execution,
  'tool.blocked_on_user': blocked,
};

export function claudeSpan(span: SpanRecord): Mapped | undefined {
  const { attributes, name } = span;
  if (!name.startsWith('claude_code.')) return undefined;
  const type = text(attributes, 'span.type') ?? name.slice('claude_code.'.length);
  const kind = Object.hasOwn(KINDS, type) ? KINDS[type] : undefined;
  const owner = cliOwner(span, CLAUDE_CODE);
  return kind ? { ...owner, ...kind(span) } : { ...owner, events: [], keepRaw: true };
}

const callOf = (attributes: JsonObject) => ({
  tool_use_id: text(attributes, 'tool_use_id', 'gen_ai.tool.call.id')?.slice(0, 256),
});

/** What it is called with, as far as a span tells: whole where tool details are switched on. */
function inputOf(attributes: JsonObject) {
  const whole = json(attributes, 'tool_input', 'gen_ai.tool.call.arguments', 'tool_parameters');
  const parts = known({
    command: text(attributes, 'full_command'),
    file_path: text(attributes, 'file_path'),
    subagent_type: text(attributes, 'subagent_type'),
    skill: text(attributes, 'skill_name'),
  });
  return whole ?? (Object.keys(parts).length > 0 ? parts : undefined);
}
