import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { clientAgent, DEFAULT_PROJECT, parseEvent } from '@binnacle/events';
import { describe, expect, it } from '@jest/globals';
import type { HookVendor } from './hook-body.js';
import { hookEvent } from './hook-event.js';

/** Bodies captured from real clients. */
const FIXTURES = path.resolve(import.meta.dirname, '../../../../../test/fixtures/hooks');
const body = (name: string, vendor: HookVendor = 'claude-code') =>
  JSON.parse(readFileSync(path.join(FIXTURES, `hook-${vendor}.${name}.request.json`), 'utf8'));
const map = (name: string, vendor: HookVendor = 'claude-code') => hookEvent(vendor, body(name, vendor));

describe('hookEvent', () => {
  it.each([
    ['SessionStart', 'agent:started'],
    ['UserPromptSubmit', 'user:message'],
    ['PreToolUse.Bash', 'tool:called'],
    ['PostToolUse.Bash', 'tool:completed'],
    ['PostToolUseFailure.Read', 'tool:failed'],
    ['PermissionRequest.Bash', 'agent:blocked'],
    ['Notification.permission_prompt', 'agent:notified'],
    ['SubagentStart', 'agent:started'],
    ['SubagentStop', 'agent:completed'],
    ['Stop', 'agent:completed'],
    ['SessionEnd', 'agent:completed'],
  ])('maps %s of Claude Code to %s', (name, type) => {
    const event = map(name);
    expect(event?.type).toBe(type);
    expect(event?.session_id).toBe(body(name).session_id);
  });

  it.each<[HookVendor, string, string]>([
    ['codex', 'SessionStart', 'agent:started'],
    ['codex', 'UserPromptSubmit', 'user:message'],
    ['codex', 'PreToolUse.Bash', 'tool:called'],
    ['codex', 'PostToolUse.Bash', 'tool:completed'],
    ['codex', 'Stop', 'agent:completed'],
    ['gemini', 'SessionStart', 'agent:started'],
    ['gemini', 'BeforeAgent', 'user:message'],
    ['gemini', 'BeforeModel', 'model:request'],
    ['gemini', 'AfterModel', 'model:response'],
    ['gemini', 'BeforeTool.run_shell_command', 'tool:called'],
    ['gemini', 'AfterTool.run_shell_command', 'tool:completed'],
    ['gemini', 'AfterAgent', 'agent:completed'],
    ['gemini', 'SessionEnd', 'agent:completed'],
  ])('maps %s %s to %s', (vendor, name, type) => {
    const event = map(name, vendor);
    expect(event?.type).toBe(type);
    expect(event?.agent_id).toBe(clientAgent(vendor, body(name, vendor).session_id));
  });

  it('keeps what a model call cost, and not the conversation that every call repeats', () => {
    expect(map('AfterModel', 'gemini')?.payload).toEqual({
      model: 'gemini-2.5-pro',
      input_tokens: 11,
      output_tokens: 5,
      total_tokens: 16,
      source: 'gemini',
      hook: 'AfterModel',
      cwd: expect.any(String),
    });
  });

  it('makes a valid event of every captured body', () => {
    for (const file of readdirSync(FIXTURES)) {
      const vendor = /^hook-(claude-code|codex|gemini)/.exec(file)?.[1] as HookVendor;
      const event = hookEvent(vendor, JSON.parse(readFileSync(path.join(FIXTURES, file), 'utf8')));
      expect(() =>
        parseEvent(event, { project: DEFAULT_PROJECT, receivedAt: '2026-01-01T00:00:00.000Z' }),
      ).not.toThrow();
    }
  });

  it('keeps what a tool was given, what came of it and how long it took', () => {
    const failed = map('PostToolUseFailure.Read');
    const source = body('PostToolUseFailure.Read');
    expect(failed?.payload).toMatchObject({
      tool_name: 'Read',
      tool_use_id: source.tool_use_id,
      input: source.tool_input,
      error: source.error,
      hook: 'PostToolUseFailure',
    });
  });

  it('gives the same tool call the same id, so that a repeat is one event', () => {
    expect(map('PreToolUse.Bash')?.id).toBe(map('PreToolUse.Bash')?.id);
    expect(map('PreToolUse.Bash')?.id).not.toBe(map('PostToolUse.Bash')?.id);
  });

  it('takes the same hook told by two configurations as one, and two of the same words as two', () => {
    expect(map('UserPromptSubmit')?.id).toBe(map('UserPromptSubmit')?.id);
    expect(map('UserPromptSubmit', 'codex')?.id).toBe(map('UserPromptSubmit', 'codex')?.id);
    const tool = 'BeforeTool.run_shell_command';
    expect(map(tool, 'gemini')?.id).toBe(map(tool, 'gemini')?.id);
    const later = { ...body(tool, 'gemini'), timestamp: '2026-11-23T07:32:26.780Z' };
    expect(hookEvent('gemini', later)?.id).not.toBe(map(tool, 'gemini')?.id);
    expect(map('Notification.permission_prompt')?.id).toBeUndefined();
  });

  it('shows a permission prompt as blocked, but not as answerable here', () => {
    expect(map('PermissionRequest.Bash')?.payload).toMatchObject({
      question: 'Allow Bash: touch ran.txt?',
      answerable: false,
    });
    expect(map('PermissionRequest.AskUserQuestion')?.payload).toMatchObject({
      question: 'Which DB should we use?\nWhich extras?',
    });
  });

  it('tells a subagent from its session', () => {
    expect(map('SubagentStart')?.agent_id).toBe(body('SubagentStart').agent_id);
    expect(map('SessionStart')?.agent_id).toMatch(/^claude-code:[0-9a-f]{8}$/);
  });

  it('reads the names that VS Code gives the fields of Claude Code', () => {
    const { hook_event_name, session_id, ...rest } = body('PostToolUse.Bash');
    const event = hookEvent('claude-code', { hookEventName: hook_event_name, sessionId: session_id, ...rest });
    expect(event).toEqual(map('PostToolUse.Bash'));
  });

  it('takes the end of a turn that Codex tells by its hook and by `notify` as one', () => {
    const notified = hookEvent('codex', {
      type: 'agent-turn-complete',
      'thread-id': '019ac0de-0000-7000-8000-000000000001',
      'turn-id': 'turn-1',
      cwd: '/work',
      'input-messages': ['Rename it'],
      'last-assistant-message': 'Renamed.',
    });
    const stopped = hookEvent('codex', {
      hook_event_name: 'Stop',
      session_id: '019ac0de-0000-7000-8000-000000000001',
      turn_id: 'turn-1',
      stop_hook_active: false,
      last_assistant_message: 'Renamed.',
    });
    expect(notified).toMatchObject({ type: 'agent:completed', payload: { result: 'Renamed.' } });
    expect([notified?.id, notified?.agent_id]).toEqual([stopped?.id, stopped?.agent_id]);
    // Another agent's notification is nothing we know.
    expect(hookEvent('codex', { type: 'brand-new', 'thread-id': 't' })).toMatchObject({
      type: 'raw:hook',
      session_id: 't',
      payload: { hook: 'brand-new', hidden: true },
    });
  });

  it('keeps a hook it does not know, replaces what Postgres cannot store, and takes nothing but objects', () => {
    const unknown = hookEvent('claude-code', { hook_event_name: 'BrandNew', session_id: 's', note: 'a\0b' });
    expect(unknown).toMatchObject({
      type: 'raw:hook',
      payload: { note: 'a\ufffdb', hook: 'BrandNew', hidden: true },
    });
    expect(hookEvent('claude-code', { hook_event_name: 'constructor' })?.type).toBe('raw:hook');
    expect(hookEvent('claude-code', [1])).toBeUndefined();
  });
});
