/** Sessions, turns, prompts and notifications, which the clients tell alike. */
import { type HookBody, type HookVendor, textOf } from '../hook-body.js';
import { fields, type Mapping } from './mapping.js';

const NAMES: Readonly<Record<HookVendor, string>> = {
  'claude-code': 'Claude Code',
  codex: 'Codex',
  gemini: 'Gemini CLI',
};

export const sessionStarted: Mapping = ({ vendor, fields: given }) => ({
  type: 'agent:started',
  payload: { name: NAMES[vendor], model: textOf(given.model) ?? null, reason: textOf(given.source) ?? null },
});

export const sessionEnded: Mapping = ({ fields: given }) => ({
  type: 'agent:completed',
  payload: { summary: `Session ended: ${textOf(given.reason) ?? 'unknown'}` },
});

/** Codex adds the subagent's model. */
export const subagentStarted: Mapping = ({ fields: given }) => ({
  type: 'agent:started',
  payload: { name: textOf(given.agent_type) ?? null, model: textOf(given.model) ?? null },
});

export const turnEnded: Mapping = ({ fields: given }) => ({
  type: 'agent:completed',
  payload: {
    result: given.last_assistant_message ?? given.prompt_response ?? given['last-assistant-message'] ?? null,
  },
});

export const prompted: Mapping = ({ fields: given }: HookBody) => ({
  type: 'user:message',
  payload: { text: textOf(given.prompt) ?? '' },
});

export const notified: Mapping = ({ fields: given }) => ({
  type: 'agent:notified',
  payload: {
    message: textOf(given.message) ?? '',
    title: textOf(given.title) ?? null,
    kind: textOf(given.notification_type) ?? null,
    details: given.details ?? null,
  },
});

export const compacting = fields('agent:compacting', { trigger: 'trigger', instructions: 'custom_instructions' });
export const compacted = fields('agent:compacted', { trigger: 'trigger', summary: 'compact_summary' });
