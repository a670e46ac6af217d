import { DEFAULT_PROJECT, parseEvent } from '@binnacle/events';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { fitEvent } from './fit-event.js';
import { HOOK_VENDORS, type HookVendor } from './hook-body.js';
import { hookEvent } from './hook-event.js';
import { HOOK_MAPPINGS } from './hook-mappings.js';

/** Names as the clients' documentation lists them; a typo in a table would be a hook nobody sees. */
const DOCUMENTED: Readonly<Record<HookVendor, string>> = {
  'claude-code': `SessionStart Setup UserPromptSubmit UserPromptExpansion PreToolUse PermissionRequest PermissionDenied PostToolUse
    PostToolUseFailure PostToolBatch Notification MessageDisplay SubagentStart SubagentStop TaskCreated TaskCompleted Stop StopFailure
    TeammateIdle InstructionsLoaded ConfigChange CwdChanged DirectoryAdded FileChanged WorktreeCreate WorktreeRemove PreCompact
    PostCompact PreModelSwitch PostModelSwitch Elicitation ElicitationResult SessionEnd`,
  codex: `SessionStart UserPromptSubmit PreToolUse PermissionRequest PostToolUse PreCompact PostCompact SubagentStart SubagentStop
    Stop agent-turn-complete`,
  gemini: `SessionStart SessionEnd BeforeAgent AfterAgent BeforeModel AfterModel BeforeToolSelection BeforeTool AfterTool PreCompress
    Notification`,
};
const common = { session_id: 's-1', cwd: '/work' };
const event = (vendor: HookVendor, hook: string, fields: object = {}) =>
  hookEvent(vendor, { ...common, hook_event_name: hook, ...fields });

describe('the hook tables', () => {
  it.each(HOOK_VENDORS)('know every hook of %s, and no other', (vendor) => {
    expect(Object.keys(HOOK_MAPPINGS[vendor]).sort()).toEqual(DOCUMENTED[vendor].split(/\s+/).sort());
  });

  it.each<[HookVendor, string, object, string, object]>([
    [
      'claude-code',
      'StopFailure',
      { error: 'rate_limit', error_details: '429' },
      'agent:failed',
      { error: 'rate_limit', message: '429' },
    ],
    [
      'claude-code',
      'PermissionDenied',
      { tool_name: 'Bash', tool_use_id: 't1', reason: 'too wide' },
      'tool:failed',
      { tool_name: 'Bash', tool_use_id: 't1', error: 'Denied: too wide' },
    ],
    [
      'claude-code',
      'TaskCreated',
      { task_id: '7', task_subject: 'Write docs', teammate_name: 'ann' },
      'agent:task_created',
      { task_id: '7', task: 'Write docs', teammate: 'ann' },
    ],
    ['claude-code', 'TeammateIdle', { teammate_name: 'ann', team_name: 'docs' }, 'agent:idle', { name: 'ann' }],
    ['claude-code', 'PostCompact', { trigger: 'auto' }, 'agent:compacted', { trigger: 'auto' }],
    ['claude-code', 'CwdChanged', { old_cwd: '/a', new_cwd: '/b' }, 'agent:cwd_changed', { from: '/a', to: '/b' }],
    ['claude-code', 'ConfigChange', { source: 'skills' }, 'agent:config_changed', { source_name: 'skills' }],
    ['claude-code', 'PostModelSwitch', { from_model: 'x', to_model: 'y' }, 'agent:model_switched', { model: 'y' }],
    [
      'claude-code',
      'Elicitation',
      { mcp_server_name: 'crm', message: 'Which account?', elicitation_id: 'e1' },
      'agent:blocked',
      { question: 'Which account?', answerable: false, msg_id: 'e1' },
    ],
    [
      'claude-code',
      'ElicitationResult',
      { mcp_server_name: 'crm', action: 'accept', elicitation_id: 'e1' },
      'agent:resumed',
      { answer: 'accept', msg_id: 'e1' },
    ],
    ['claude-code', 'UserPromptExpansion', { command_name: 'review' }, 'user:command', { command: 'review' }],
    ['codex', 'PermissionRequest', { tool_name: 'Bash', tool_input: {} }, 'agent:blocked', { answerable: false }],
    ['codex', 'SubagentStop', { agent_id: 'sub', last_assistant_message: 'ok' }, 'agent:completed', { result: 'ok' }],
    ['codex', 'PreCompact', { trigger: 'manual' }, 'agent:compacting', { trigger: 'manual' }],
    ['gemini', 'PreCompress', { trigger: 'auto' }, 'agent:compacting', { trigger: 'auto' }],
    [
      'gemini',
      'Notification',
      { notification_type: 'ToolPermission', message: 'Allow?' },
      'agent:notified',
      { kind: 'ToolPermission', message: 'Allow?' },
    ],
    [
      'gemini',
      'AfterTool',
      { tool_name: 'x', tool_response: { error: { message: 'no' } } },
      'tool:failed',
      { error: { message: 'no' } },
    ],
  ])('%s %s', (vendor, hook, fields, type, payload) => {
    expect(event(vendor, hook, fields)).toMatchObject({ type, payload: { ...payload, hook, source: vendor } });
  });

  it('takes the last piece of a streamed answer as the response, with what it cost, and hides the others', () => {
    const chunk = (finishReason?: string) => ({
      llm_request: { model: 'gemini-3-pro', messages: [{ role: 'user', content: 'secret plans' }] },
      llm_response: {
        candidates: [{ content: { parts: ['a'] }, ...(finishReason && { finishReason }) }],
        usageMetadata: { promptTokenCount: 9, candidatesTokenCount: 2, thoughtsTokenCount: 4 },
      },
    });
    expect(event('gemini', 'AfterModel', chunk())).toMatchObject({
      type: 'raw:hook',
      payload: { partial: true, hidden: true },
    });
    const last = event('gemini', 'AfterModel', chunk('STOP'));
    expect(last).toMatchObject({
      type: 'model:response',
      payload: { model: 'gemini-3-pro', input_tokens: 9, output_tokens: 2, reasoning_tokens: 4 },
    });
    expect(JSON.stringify(last)).not.toContain('secret');
  });

  it('make a valid event of whatever a field holds', () => {
    const names = [
      'tool_name tool_input tool_response tool_use_id prompt prompt_id message title reason error error_details source model',
      'trigger last_assistant_message agent_id agent_type task_id elicitation_id content mcp_server_name tool_calls llm_request',
      'llm_response duration_ms details timestamp session_id notification_type',
    ].flatMap((line) => line.split(' '));
    const body = fc.dictionary(fc.constantFrom(...names), fc.jsonValue(), { maxKeys: 12 });
    const hook = fc.constantFrom(
      ...HOOK_VENDORS.flatMap((v) =>
        [...Object.keys(HOOK_MAPPINGS[v]), 'BrandNew', 'toString'].map((h) => [v, h] as const),
      ),
    );
    fc.assert(
      fc.property(hook, body, ([vendor, name], fields) => {
        const made = event(vendor, name, fields);
        expect(made).toBeDefined();
        const { type, payload } = parseEvent(fitEvent(made ?? { type: '' }), {
          project: DEFAULT_PROJECT,
          receivedAt: '2026-01-01T00:00:00.000Z',
        });
        expect(type === 'raw:hook').toBe(payload.hidden === true);
      }),
      { seed: 20261127, numRuns: 2_000 },
    );
  });
});
