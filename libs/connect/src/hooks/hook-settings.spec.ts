import { describe, expect, it } from '@jest/globals';
import { HOOK_CLIENTS } from './hook-client.js';
import { HOOK_NAMES } from './hook-names.js';
import { hookSettings } from './hook-settings.js';

const url = 'http://127.0.0.1:4700';
const first = (client: (typeof HOOK_CLIENTS)[number], hook: string, options: object = {}) =>
  hookSettings(client, { url, ...options })[hook]?.[0]?.hooks[0];

describe('hookSettings', () => {
  it.each(HOOK_CLIENTS)('names each hook of %s once, and none that it leaves out', (client) => {
    const { observed, held, left } = HOOK_NAMES[client];
    const all = [...observed, ...held, ...Object.keys(left)];
    expect(new Set(all).size).toBe(all.length);
    expect(Object.keys(hookSettings(client, { url }))).toEqual([...observed, ...held]);
  });

  it('lets permission prompts wait for ten minutes and everything else for five seconds', () => {
    expect(first('claude-code', 'PermissionRequest')).toEqual({
      type: 'http',
      url: `${url}/hooks/claude-code`,
      timeout: 600,
    });
    expect(first('claude-code', 'PreToolUse')).toMatchObject({ timeout: 5 });
    expect(first('claude-code', 'Stop')).toMatchObject({ timeout: 5 });
  });

  it('holds the calls of the tools that are named, in the URL and in the time-out', () => {
    expect(first('claude-code', 'PreToolUse', { hold: 'permissions,Bash' })).toMatchObject({
      url: `${url}/hooks/claude-code?hold=permissions,Bash`,
      timeout: 600,
    });
    expect(first('claude-code', 'PermissionRequest', { hold: 'none' })).toMatchObject({
      url: `${url}/hooks/claude-code?hold=none`,
      timeout: 5,
    });
    expect(first('gemini', 'BeforeTool', { hold: '*' })).toMatchObject({
      command: `curl -s -m 600 --data-binary @- '${url}/hooks/gemini?hold=*&timeout=600' || true`,
      timeout: 601_000,
    });
    expect(first('gemini', 'BeforeTool')).toMatchObject({ timeout: 6_000 });
  });

  it('leaves out beside telemetry what both would tell, unless people are asked there', () => {
    const names = (client: (typeof HOOK_CLIENTS)[number], options: object = {}) =>
      Object.keys(hookSettings(client, { url, otel: true, ...options }));
    expect(names('claude-code')).toEqual(Object.keys(hookSettings('claude-code', { url })));
    expect(names('codex')).toContain('PreToolUse');
    expect(names('codex')).not.toContain('UserPromptSubmit');
    expect(names('gemini')).toEqual(['SessionStart', 'AfterAgent', 'Notification', 'SessionEnd']);
    expect(names('gemini', { hold: 'run_shell_command' })).toContain('BeforeTool');
  });

  it('runs what takes no URL as a command that never fails and writes nothing into the conversation', () => {
    expect(first('claude-code', 'SessionStart')).toEqual({
      type: 'command',
      command: `curl -s -m 5 --data-binary @- ${url}/hooks/claude-code >/dev/null || true`,
      timeout: 6,
    });
    expect(first('codex', 'PermissionRequest')).toMatchObject({
      command: `curl -s -m 600 --data-binary @- ${url}/hooks/codex || true`,
    });
  });

  it('puts a key where the client reads it, and a name of the environment as the client replaces it', () => {
    expect(first('claude-code', 'Stop', { key: 'bk_1' })).toMatchObject({ headers: { Authorization: 'Bearer bk_1' } });
    expect(first('claude-code', 'Stop', { key: '$BINNACLE_API_KEY' })).toMatchObject({
      headers: { Authorization: 'Bearer $BINNACLE_API_KEY' },
      allowedEnvVars: ['BINNACLE_API_KEY'],
    });
    expect(first('codex', 'Stop', { key: '$BINNACLE_API_KEY' })?.command).toContain(
      ' -H "Authorization: Bearer $BINNACLE_API_KEY" ',
    );
    expect(first('codex', 'Stop', { key: "b'k" })?.command).toContain(` -H 'Authorization: Bearer b'\\''k' `);
    expect(first('codex', 'Stop', { key: 'bk_1', headerFile: '/home/ann b/key' })?.command).toContain(
      " -H @'/home/ann b/key' ",
    );
  });

  it('gives all sessions one name when it is told one', () => {
    expect(first('claude-code', 'Stop', { agent: 'api & docs' })).toMatchObject({
      url: `${url}/hooks/claude-code?agent=api%20%26%20docs`,
    });
  });
});
