/** One place for what clients are told: the tables of the server, the settings that are written, and the guides say the same. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { clientConfiguration, HOOK_CLIENTS, HOOK_NAMES, type HookClient } from '@binnacle/connect';
import { HOOK_VENDORS, hookEvent } from '@binnacle/ingest';
import { describe, expect, it } from '@jest/globals';

const GUIDES: Readonly<Record<HookClient, string>> = {
  'claude-code': 'claude-code.md',
  codex: 'codex.md',
  gemini: 'gemini-cli.md',
};
const guide = (file: string) =>
  readFileSync(path.resolve(import.meta.dirname, '../../docs/guides/agents', file), 'utf8');
const blocks = (text: string, language: string): string[] =>
  [...text.matchAll(/^```(\w+)\n([\s\S]*?)^```/gm)].flatMap(([, name, body = '']) => (name === language ? [body] : []));

/** A name that no table has comes back with all of its fields. */
const isKnown = (client: HookClient, hook: string): boolean =>
  !('hook_event_name' in (hookEvent(client, { hook_event_name: hook })?.payload ?? {}));

describe('clients and their hooks', () => {
  it('are the ones the server takes', () => {
    expect(HOOK_CLIENTS).toEqual(HOOK_VENDORS);
  });

  it.each(HOOK_CLIENTS)('every hook that is written for %s, or left out, is one the server knows', (client) => {
    const { observed, held, left } = HOOK_NAMES[client];
    const names = [...observed, ...held, ...Object.keys(left)];
    expect(names.filter((name) => !isKnown(client, name))).toEqual([]);
    expect(isKnown(client, 'NoSuchHook')).toBe(false);
  });

  it.each(HOOK_CLIENTS)(
    'the guide of %s names the command first, and shows hooks that the command writes',
    (client) => {
      const text = guide(GUIDES[client]);
      expect(text.slice(0, text.indexOf('```'))).toContain(`\`npx binnacle connect ${client}\``);
      const settings = blocks(text, 'json').map((block) => JSON.parse(block) as { hooks?: Record<string, unknown> });
      const shown = settings.find(({ hooks }) => hooks)?.hooks ?? {};
      const { observed, held } = HOOK_NAMES[client];
      expect(Object.keys(shown).filter((hook) => ![...observed, ...held].includes(hook))).toEqual([]);
      for (const [hook, groups] of Object.entries(shown)) {
        expect([hook, JSON.stringify(groups)]).toEqual([hook, expect.stringContaining(`/hooks/${client}`)]);
      }
    },
  );

  it('the guide of MCP shows the table that the command writes for Codex', () => {
    const url = 'http://127.0.0.1:4700';
    const [, addition] = clientConfiguration('codex', { url, agent: 'my-project', mcp: true });
    if (addition?.format !== 'toml') throw new Error('the table comes second');
    const [table] = addition.tables;
    expect(blocks(guide('mcp.md'), 'toml')[0]).toBe(
      `${[`[${table?.path.join('.')}]`, ...(table?.lines ?? [])].join('\n')}\n`,
    );
  });
});
