import { chmod, mkdir, mkdtemp, readdir, readFile, readlink, rm, stat, symlink, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { HOOK_CLIENTS, type HookClient } from '@binnacle/connect';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { parse } from 'jsonc-parser';
import { carryOut } from './carry-out.js';
import { clientFile, type Scope } from './client-files.js';
import { clientStates } from './client-states.js';
import { planAll, planUndoing, type Wanted } from './connection.js';
import type { Machine } from './machine.js';
import { isChange } from './planned-change.js';
import { Receipts } from './receipts.js';

const FIXTURES = path.resolve(import.meta.dirname, '../../../../test/fixtures/config');
const URL = 'http://127.0.0.1:4700';
let folder: string;
let machine: Machine;
let receipts: Receipts;

beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'binnacle-connect-'));
  machine = { home: path.join(folder, 'home'), cwd: path.join(folder, 'project'), env: {} };
  receipts = new Receipts(machine);
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const wanted = (client: HookClient, more: Partial<Wanted> = {}): Wanted => ({
  client,
  scope: 'user',
  url: URL,
  ...more,
});

async function connect(client: HookClient, more: Partial<Wanted> = {}) {
  const plan = await planAll(wanted(client, more), machine, receipts);
  await carryOut(plan.changes, receipts, { client });
  return { ...plan, changes: plan.changes.filter(isChange) };
}
async function undo(client: HookClient, scope: Scope = 'user') {
  const plan = await planUndoing({ client, scope }, machine, receipts);
  await carryOut(plan.changes, receipts, { client });
  return plan;
}
const settings = (client: HookClient, scope: Scope = 'user'): string =>
  clientFile(client, client === 'codex' ? 'hooks' : 'settings', scope, machine) ?? '';
const config = (): string => clientFile('codex', 'config', 'user', machine) ?? '';
const text = (file: string) => readFile(file, 'utf8');
async function put(file: string, content: string): Promise<void> {
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(file, content);
}
const everyFile = async () =>
  (await readdir(folder, { recursive: true, withFileTypes: true }))
    .filter((one) => one.isFile())
    .map(({ name }) => name);

describe('binnacle connect', () => {
  it.each(HOOK_CLIENTS)('connects %s where nothing is yet, and leaves nothing behind', async (client) => {
    await connect(client, { otel: true, mcp: true, key: 'bk_1' });
    expect(JSON.parse(await text(settings(client))).hooks).toBeDefined();
    expect((await stat(settings(client))).mode & 0o777).toBe(0o600);
    await undo(client);
    expect(await everyFile()).toEqual([]);
  });

  it.each(HOOK_CLIENTS)('changes nothing the second time, for %s', async (client) => {
    await connect(client, { otel: true, mcp: true, key: 'bk_1' });
    const before = await text(settings(client));
    expect((await connect(client, { otel: true, mcp: true, key: 'bk_1' })).changes).toEqual([]);
    expect(await text(settings(client))).toBe(before);
  });

  it.each<[HookClient, string]>([
    ['claude-code', 'claude-code.settings.hooks.json'],
    ['gemini', 'gemini.settings.json'],
  ])('adds to real settings of %s without touching them, and gives every byte back', async (client, fixture) => {
    const original = await text(path.join(FIXTURES, fixture));
    await put(settings(client), original);
    await connect(client, { otel: true, mcp: true });
    const connected = await text(settings(client));
    const there = parse(original, [], { allowTrailingComma: true }) as { hooks: Record<string, unknown[]> };
    const now = parse(connected, [], { allowTrailingComma: true }) as typeof there;
    for (const [hook, groups] of Object.entries(there.hooks)) {
      expect(now.hooks[hook]?.slice(0, groups.length)).toEqual(groups);
    }
    for (const comment of original.match(/\/\/.*|\/\*.*?\*\//g) ?? []) expect(connected).toContain(comment);
    await undo(client);
    expect(await text(settings(client))).toBe(original);
  });

  it('adds a marked block to a TOML file, and gives every byte back', async () => {
    const original = await text(path.join(FIXTURES, 'codex.config.toml'));
    await put(config(), original);
    await connect('codex', { otel: true, mcp: true, key: 'b"k\\1' });
    const connected = await text(config());
    expect(connected.startsWith(original)).toBe(true);
    expect(connected).toContain('[mcp_servers.binnacle]');
    await connect('codex', { otel: true, mcp: true, key: 'b"k\\1' });
    expect(await text(config())).toBe(connected);
    await undo('codex');
    expect(await text(config())).toBe(original);
  });

  it('takes away its block alone when somebody wrote around it', async () => {
    await put(config(), 'model = "a"\n');
    await connect('codex', { mcp: true });
    await writeFile(config(), `# mine\n${await text(config())}\n[mine]\nx = 1\n`);
    await undo('codex');
    expect(await text(config())).toBe('# mine\nmodel = "a"\n\n[mine]\nx = 1\n');
  });

  it('leaves out a table that is there already, and says so', async () => {
    await put(config(), 'otel.exporter = "none"\n');
    const { notes, changes } = await connect('codex', { otel: true, mcp: true });
    expect(notes).toEqual([]);
    expect(changes.flatMap((one) => one.notes)).toEqual(['[otel] is there already: it stays as it is']);
    expect(await text(config())).toMatch(/mcp_servers\.binnacle/);
    expect(await text(config())).not.toMatch(/\[otel\]/);
  });

  it('removes what it added and keeps what the person changed since, also after a rewrite of the file', async () => {
    await put(
      settings('claude-code'),
      '{"model":"opus","hooks":{"Stop":[{"hooks":[{"type":"command","command":"say done"}]}]}}',
    );
    await connect('claude-code', { otel: true });
    const now = JSON.parse(await text(settings('claude-code')));
    now.model = 'sonnet';
    now.env.OTEL_METRIC_EXPORT_INTERVAL = '1';
    now.env.OTEL_LOGS_EXPORTER = 'console';
    now.hooks.Stop.push({ hooks: [{ type: 'command', command: 'another' }] });
    await writeFile(settings('claude-code'), JSON.stringify(now, null, 4));
    const { changes } = await undo('claude-code');
    expect(JSON.parse(await text(settings('claude-code')))).toEqual({
      model: 'sonnet',
      env: { OTEL_METRIC_EXPORT_INTERVAL: '1', OTEL_LOGS_EXPORTER: 'console' },
      hooks: {
        Stop: [
          { hooks: [{ type: 'command', command: 'say done' }] },
          { hooks: [{ type: 'command', command: 'another' }] },
        ],
      },
    });
    expect(changes.flatMap(({ notes }) => notes)).toEqual([
      'env.OTEL_LOGS_EXPORTER was changed since: what is there now stays',
    ]);
    expect(await receipts.all()).toEqual([]);
  });

  it('replaces what it wrote before when the choice is another', async () => {
    await put(settings('claude-code'), '{ "model": "opus" }\n');
    await connect('claude-code', { otel: true, mcp: true });
    await connect('claude-code', { url: 'https://binnacle.example', hold: 'permissions,Bash' });
    const now = await text(settings('claude-code'));
    expect(now).not.toContain(URL);
    expect(now).not.toContain('OTEL');
    expect(now).toContain('https://binnacle.example/hooks/claude-code?hold=permissions,Bash');
    await expect(text(clientFile('claude-code', 'mcp', 'user', machine) ?? '')).rejects.toThrow('ENOENT');
    await undo('claude-code');
    expect(await text(settings('claude-code'))).toBe('{ "model": "opus" }\n');
  });

  it('sees that nothing is to be done in a file that was formatted anew', async () => {
    await connect('claude-code');
    await writeFile(settings('claude-code'), JSON.stringify(JSON.parse(await text(settings('claude-code')))));
    expect((await connect('claude-code')).changes).toEqual([]);
  });

  it('does not tell twice what a hook written by hand tells already', async () => {
    const hand = { hooks: [{ type: 'http', url: `${URL}/hooks/claude-code` }] };
    await put(settings('claude-code'), JSON.stringify({ hooks: { Stop: [hand] } }));
    const { changes } = await connect('claude-code');
    expect(JSON.parse(await text(settings('claude-code'))).hooks.Stop).toEqual([hand]);
    expect(changes.flatMap(({ notes }) => notes)).toEqual([
      'hooks.Stop has one already, in other words: it stays as it is',
    ]);
  });

  it('leaves telemetry that goes somewhere else alone, all of it', async () => {
    const env = { OTEL_EXPORTER_OTLP_ENDPOINT: 'https://other.example' };
    await put(settings('claude-code'), JSON.stringify({ env }));
    await connect('claude-code', { otel: true });
    expect(JSON.parse(await text(settings('claude-code'))).env).toEqual(env);
  });

  it.each([
    ['{ "hooks": ', /can't be read, so it is left alone: line 1/],
    ['{\n  "a": 1\n  "b": 2 }', /line 3/],
    ['[]', /holds no JSON object/],
    ['{"hooks":[]}', /hooks is no object/],
    ['{"hooks":{"Stop":{}}}', /hooks\.Stop is no array/],
    ['{"hooks":"off"}', /hooks is no object/],
  ])('refuses %j, and does not touch it', async (content, message) => {
    await put(settings('claude-code'), content);
    await expect(connect('claude-code')).rejects.toThrow(message);
    expect(await text(settings('claude-code'))).toBe(content);
    expect(await receipts.all()).toEqual([]);
  });

  it('refuses TOML and bytes that it cannot read', async () => {
    await put(config(), 'model = \n');
    await expect(connect('codex', { mcp: true })).rejects.toThrow(/config\.toml can't be read/);
    await put(settings('gemini'), '{}');
    await writeFile(settings('gemini'), Buffer.from([0x7b, 0xff, 0x7d]));
    await expect(connect('gemini')).rejects.toThrow(/no UTF-8/);
  });

  it('writes nothing over what somebody changed while the person was thinking', async () => {
    await put(settings('claude-code'), '{}');
    const plan = await planAll(wanted('claude-code'), machine, receipts);
    await writeFile(settings('claude-code'), '{"model":"opus"}');
    await expect(carryOut(plan.changes, receipts, { client: 'claude-code' })).rejects.toThrow(
      /changed by somebody else/,
    );
    expect(await text(settings('claude-code'))).toBe('{"model":"opus"}');
    await undo('claude-code');
    expect(await text(settings('claude-code'))).toBe('{"model":"opus"}');
  });

  it('keeps a link a link and a mode as it was', async () => {
    const real = path.join(folder, 'dotfiles', 'claude.json');
    await put(real, '{}');
    await chmod(real, 0o640);
    await mkdir(path.dirname(settings('claude-code')), { recursive: true });
    await symlink(real, settings('claude-code'));
    await connect('claude-code');
    expect(await readlink(settings('claude-code'))).toBe(real);
    expect(JSON.parse(await text(real)).hooks).toBeDefined();
    expect((await stat(real)).mode & 0o777).toBe(0o640);
    expect(await readdir(path.dirname(real))).toEqual(['claude.json']);
  });

  it('keeps a copy of what was there', async () => {
    await put(settings('gemini'), '{ "mine": true }');
    await connect('gemini');
    const backups = path.join(machine.home, '.config/binnacle/backups');
    const [copy = ''] = await readdir(backups);
    expect(await text(path.join(backups, copy))).toBe('{ "mine": true }');
  });

  it('never writes a key into a project, and never into a command', async () => {
    const { notes } = await connect('claude-code', { scope: 'project', key: 'bk_secret', mcp: true });
    const shared = (await text(settings('claude-code', 'project'))) + (await text(path.join(machine.cwd, '.mcp.json')));
    expect(shared).not.toContain('bk_secret');
    expect(shared).toContain('Bearer $BINNACLE_API_KEY');
    expect(notes).toEqual(["The agent's environment must hold the key: export BINNACLE_API_KEY=…"]);
    await connect('codex', { key: 'bk_secret' });
    expect(await text(settings('codex'))).not.toContain('bk_secret');
    const file = path.join(machine.home, '.config/binnacle/keys/codex');
    expect(await text(file)).toBe('Authorization: Bearer bk_secret\n');
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect(await text(settings('codex'))).toContain(`-H @${file} `);
  });

  it('undoes one scope and leaves the others', async () => {
    await connect('claude-code');
    await connect('claude-code', { scope: 'project' });
    await connect('claude-code', { scope: 'local' });
    await undo('claude-code', 'project');
    expect((await clientStates(machine))[0]?.connections.map(({ scope, url, hooks }) => [scope, url, hooks])).toEqual([
      ['user', URL, 24],
      ['local', URL, 24],
    ]);
    await undo('claude-code', 'local');
    await undo('claude-code');
    expect((await clientStates(machine))[0]?.connections).toEqual([]);
  });

  it('gives every byte back of any settings, and equal settings after edits elsewhere', async () => {
    const name = fc.constantFrom('hooks', 'env', 'model', 'Stop', 'mcpServers', '__proto__x', 'a b', 'telemetry');
    const group = fc.record({ hooks: fc.array(fc.record({ type: fc.constant('command'), command: fc.string() })) });
    const hooks = fc.dictionary(
      fc.constantFrom('Stop', 'PreToolUse', 'AfterTool', 'Mine'),
      fc.array(group, { maxLength: 3 }),
    );
    const other = fc.dictionary(
      name.filter((one) => one !== 'hooks' && one !== 'env'),
      fc.jsonValue(),
    );
    const document = fc
      .tuple(
        other,
        fc.option(hooks, { nil: undefined }),
        fc.constantFrom(0, 2, 4, '\t'),
        fc.constantFrom('\n', '\r\n'),
        fc.boolean(),
      )
      .map(([rest, some, indent, eol, bom]) => {
        const body = JSON.stringify({ ...rest, ...(some && { hooks: some }) }, null, indent).replaceAll('\n', eol);
        return (bom ? '\uFEFF' : '') + body + eol;
      });
    const client = fc.constantFrom<HookClient>('claude-code', 'codex', 'gemini');
    await fc.assert(
      fc.asyncProperty(client, document, fc.jsonValue(), async (which, original, edit) => {
        const file = settings(which);
        await put(file, original);
        await connect(which);
        const connected = await text(file);
        await connect(which);
        expect(await text(file)).toBe(connected);
        await undo(which);
        expect(await text(file)).toBe(original);

        await connect(which);
        const strip = (content: string) => JSON.parse(content.replace(/^\uFEFF/, ''));
        await writeFile(file, JSON.stringify({ ...strip(await text(file)), edited: edit }));
        await undo(which);
        expect(strip(await text(file))).toEqual({ ...strip(original), edited: JSON.parse(JSON.stringify(edit)) });
      }),
      { seed: 20261127, numRuns: 40 },
    );
  });
});
