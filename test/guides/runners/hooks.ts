/** The settings of clients with hooks: each hook is called as its client calls it, with what was captured from it. */
import { expect } from '@jest/globals';
import { capturedHook } from '../../support/hooks.js';
import type { GuideRoom } from '../guide-room.js';
import type { Runner, Runners } from '../runner.js';

interface Hook {
  readonly type: 'http' | 'command';
  readonly url?: string;
  readonly command?: string;
  readonly timeout?: number;
}
interface Settings {
  readonly hooks: Readonly<Record<string, readonly { matcher?: string; hooks: readonly Hook[] }[]>>;
}

/** Which captured body stands for an event, and what the client is told when its question is approved. */
interface Client {
  readonly vendor: string;
  readonly captured: Readonly<Record<string, string>>;
  readonly asks: Readonly<Record<string, object>>;
}

const permission = { hookSpecificOutput: { hookEventName: 'PermissionRequest', decision: { behavior: 'allow' } } };

const CLAUDE_CODE: Client = {
  vendor: 'claude-code',
  captured: {
    PreToolUse: 'PreToolUse.Bash',
    PostToolUse: 'PostToolUse.Bash',
    PostToolUseFailure: 'PostToolUseFailure.Read',
    PermissionRequest: 'PermissionRequest.Bash',
  },
  asks: { PermissionRequest: permission },
};
const CODEX: Client = {
  vendor: 'codex',
  captured: {
    PreToolUse: 'PreToolUse.Bash',
    PostToolUse: 'PostToolUse.Bash',
  },
  asks: { PreToolUse: {}, PermissionRequest: permission },
};
const GEMINI: Client = {
  vendor: 'gemini',
  captured: { BeforeTool: 'BeforeTool.run_shell_command', AfterTool: 'AfterTool.run_shell_command' },
  asks: { BeforeTool: {} },
};

function bodyOf({ vendor, captured }: Client, event: string): Record<string, unknown> {
  // `codex exec`, from which the others are, never sends it: the shape is that of Claude Code.
  if (vendor === 'codex' && event === 'PermissionRequest')
    return { ...capturedHook('claude-code.PermissionRequest.Bash') };
  return { ...capturedHook(`${vendor}.${captured[event] ?? event}`) };
}

/** What the client reads; nothing when the hook is one that says nothing. */
async function call({ type, url, command }: Hook, body: object, room: GuideRoom): Promise<string> {
  const text = JSON.stringify(body);
  if (type === 'command') return room.sh(command ?? '', text).output;
  const headers = { 'content-type': 'application/json' };
  const response = await fetch(room.here(url ?? ''), { method: 'POST', headers, body: text });
  expect(response.status).toBe(200);
  return response.text();
}

const settings =
  (client: Client): Runner =>
  async (text, room) => {
    const { hooks } = JSON.parse(text) as Settings;
    for (const [event, groups] of Object.entries(hooks)) {
      const session = `guide-${client.vendor}-${event}`;
      const body = { ...bodyOf(client, event), session_id: session };
      for (const { matcher, hooks: all } of groups) {
        if (matcher) expect(String((body as { tool_name?: unknown }).tool_name)).toMatch(new RegExp(`^(${matcher})$`));
        for (const hook of all) {
          const answered = call(hook, body, room);
          const expected = client.asks[event];
          if (expected) {
            const { id } = await room.question({ session });
            await room.asking.answer(id, { decision: 'approve' });
            expect(JSON.parse(await answered)).toEqual(expected);
            await room.question({ session }, ({ delivered_to }) => delivered_to === client.vendor);
          } else expect((await answered).trim()).toMatch(/^(\{\})?$/);
        }
      }
      const { data } = await room.server.json<{ data: unknown[] }>(`/api/v1/events?session_id=${session}`);
      expect([event, data.length > 0]).toEqual([event, true]);
    }
    // A hook that asks must be among those that were called.
    expect(Object.keys(hooks)).toEqual(expect.arrayContaining(Object.keys(client.asks)));
  };

export const hookRunners: Runners = {
  'claude-code.md 1 json': settings(CLAUDE_CODE),
  'codex.md 1 json': settings(CODEX),
  'gemini-cli.md 1 json': settings(GEMINI),
};
