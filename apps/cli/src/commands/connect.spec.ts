import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { runCli } from '../run-cli.js';
import { CapturedTerminal } from '../terminal/captured-terminal.fixture.js';

/** Nothing listens there. */
const URL = 'http://127.0.0.1:9';
let home: string;
let settings: string;

beforeEach(async () => {
  home = await mkdtemp(path.join(os.tmpdir(), 'binnacle-cli-connect-'));
  settings = path.join(home, '.claude/settings.json');
});
afterEach(() => rm(home, { recursive: true, force: true }));

async function run(args: readonly string[], prepare: (terminal: CapturedTerminal) => void = () => undefined) {
  const terminal = new CapturedTerminal();
  Object.assign(terminal.env, { HOME: home, PATH: '' });
  prepare(terminal);
  const code = await runCli(['connect', ...args, '--url', URL], terminal);
  return { code, out: terminal.stdout, err: terminal.stderr };
}

describe('binnacle connect', () => {
  it('shows what it would write, and writes nothing when nobody is there to ask', async () => {
    const { code, out, err } = await run(['claude-code']);
    expect(code).toBe(1);
    expect(out).toBe('');
    expect(err).toContain('.claude/settings.json (new)');
    expect(err).toContain(`+             "url": "${URL}/hooks/claude-code"`);
    expect(err).toContain('Nothing was written: nobody is here to ask');
    await expect(readFile(settings)).rejects.toThrow('ENOENT');
  });

  it('asks once for all files, and takes anything but a yes as no', async () => {
    const questions: string[] = [];
    const answering = (answer: boolean) => (terminal: CapturedTerminal) => {
      terminal.confirm = async (question) => {
        questions.push(question);
        return answer;
      };
    };
    expect((await run(['claude-code', '--mcp'], answering(false))).code).toBe(1);
    await expect(readFile(settings)).rejects.toThrow('ENOENT');
    const agreed = await run(['claude-code', '--mcp'], answering(true));
    expect(agreed.code).toBe(0);
    expect(agreed.err).toContain(`No server answers at ${URL} yet`);
    expect(agreed.err).toContain(`${URL}/connect?client=claude-code`);
    expect(questions).toEqual(['Write these 2 files?', 'Write these 2 files?']);
  });

  it('connects, says that it is, lists it, and undoes it', async () => {
    await mkdir(path.dirname(settings));
    await writeFile(settings, '{ "model": "opus" }\n');
    const first = await run(['claude-code', '--yes']);
    expect(first.err).toContain('Copy of what was there: ');
    expect((await run(['claude-code', '--yes'])).err).toContain('nothing to do');
    expect((await run([])).out).toContain(`claude-code  reports to ${URL} by 24 hooks (user: `);
    expect((await run(['claude-code', '--undo', '--yes'])).code).toBe(0);
    expect(await readFile(settings, 'utf8')).toBe('{ "model": "opus" }\n');
    expect((await run(['claude-code', '--undo', '--yes'])).err).toContain('nothing to do');
    expect((await run([])).out).toMatch(/claude-code {2}not connected\ncodex {8}not found on this machine/);
  });

  it('prints alone what belongs into a file, without touching one', async () => {
    const { code, out, err } = await run(['claude-code', '--print']);
    expect(code).toBe(0);
    expect(Object.keys(JSON.parse(out).hooks)).toContain('PermissionRequest');
    expect(err).toMatch(/^In .*settings\.json:\n$/);
    await expect(readFile(settings)).rejects.toThrow('ENOENT');
    expect((await run(['codex', '--print', '--otel'])).out).toContain('[otel]\nexporter = { otlp-http = ');
  });

  it('shows neither a key nor its file', async () => {
    const { err } = await run(['codex', '--key', 'bk_secret']);
    expect(err).toContain('the key, readable for you alone');
    expect(err).not.toContain('bk_secret');
    const shown = await run(['claude-code', '--otel', '--key', 'bk_secret']);
    expect(shown.err).toContain('"Authorization": "Bearer …"');
    expect(shown.err).not.toContain('bk_secret');
  });

  it('names the key of the environment instead of copying it', async () => {
    await run(['claude-code', '--yes'], ({ env }) => {
      env.BINNACLE_API_KEY = 'bk_env';
    });
    const written = await readFile(settings, 'utf8');
    expect(written).toContain('Bearer $BINNACLE_API_KEY');
    expect(written).not.toContain('bk_env');
  });

  it.each([
    [['cursor'], /Allowed choices are claude-code, codex, gemini/],
    [['codex', '--scope', 'local', '--yes'], /--scope local has no place for this/],
    [['codex', '--otel', '--scope', 'project', '--yes'], /Codex takes telemetry settings from the user alone/],
  ])('refuses %j', async (args, message) => {
    const { code, err } = await run(args);
    expect(code).toBe(1);
    expect(err).toMatch(message);
  });

  it('leaves a file alone that it cannot read', async () => {
    await mkdir(path.dirname(settings));
    await writeFile(settings, '{ "model": ');
    const { code, err } = await run(['claude-code', '--yes']);
    expect(code).toBe(1);
    expect(err).toMatch(/settings\.json can't be read, so it is left alone: line 1/);
    expect(await readFile(settings, 'utf8')).toBe('{ "model": ');
  });
});
