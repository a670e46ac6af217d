import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { FakeServer } from '../../../libs/client/src/fake-server.fixture.js';
import { until } from '../../../libs/client/src/until.fixture.js';
import { runCli } from './run-cli.js';
import { CapturedTerminal } from './terminal/captured-terminal.fixture.js';
import { VERSION } from './version.js';

describe('binnacle', () => {
  let server: FakeServer;
  let terminal: CapturedTerminal;
  beforeEach(async () => {
    server = await FakeServer.start();
    terminal = new CapturedTerminal();
    terminal.env.BINNACLE_URL = server.url;
  });
  afterEach(async () => {
    terminal.interrupt();
    await server.stop();
  });

  const run = (...args: string[]) => runCli(args, terminal);
  const asks = (agent = 'a-1', msgId = 'm-1') =>
    server.add({ type: 'agent:blocked', agent_id: agent, payload: { question: 'Go?', msg_id: msgId } });

  describe('itself', () => {
    it('says its version, and helps with examples', async () => {
      await expect(run('--version')).resolves.toBe(0);
      expect(terminal.stdout).toBe(`${VERSION}\n`);
      await expect(run('--help')).resolves.toBe(0);
      expect(terminal.stdout).toContain('Examples:');
    });

    it.each([
      [['nonsense']],
      [['query', '--limit', '0']],
      [['tail', '--after', 'x']],
      [['emit']],
      [['query', '--bogus']],
    ])('refuses %j with one clear line and exit code 1', async (args) => {
      await expect(run(...args)).resolves.toBe(1);
      expect(terminal.stderr).toMatch(/^error: /);
      expect(terminal.stdout).toBe('');
      expect(server.requests).toEqual([]);
    });

    it.each([['query'], ['tail'], ['ask', 'Go?'], ['answer', 'a', 'yes'], ['emit', 'agent:started'], ['demo']])(
      '%s says in one line that the server is away, and what to do',
      async (...args) => {
        await server.stop();
        await expect(run(...args)).resolves.toBe(1);
        expect(terminal.stdout).toBe('');
        expect(terminal.stderr.trimEnd().split('\n')).toHaveLength(1);
        expect(terminal.stderr).toContain(`not reachable at ${server.url} (ECONNREFUSED). Start it with \`npm start\``);
        expect(terminal.stderr).toContain('(delivery_failed)');
      },
    );

    it('takes the server from --url before or after the command', async () => {
      terminal.env.BINNACLE_URL = 'http://127.0.0.1:1';
      await expect(run('--url', server.url, 'query')).resolves.toBe(0);
      await expect(run('query', '--url', server.url)).resolves.toBe(0);
      await expect(run('query', '--url', 'nonsense')).resolves.toBe(1);
      expect(terminal.stderr).toContain('(invalid_config)');
    });
  });

  describe('query', () => {
    beforeEach(() => {
      for (let n = 1; n <= 60; n++) server.add({ id: `e${n}`, type: n % 2 ? 'tool:called' : 'tool:failed' });
    });

    it('shows the newest as a table', async () => {
      await expect(run('query')).resolves.toBe(0);
      expect(terminal.lines).toHaveLength(51);
      expect(terminal.lines[0]).toMatch(/^SEQ/);
      expect(terminal.lines[1]).toMatch(/^60 .*tool:failed/);
    });

    it('filters, orders and limits', async () => {
      await run('query', '--type', 'tool:called', '--order', 'asc', '--limit', '3', '--ndjson');
      expect(terminal.lines.map((line) => JSON.parse(line).id)).toEqual(['e1', 'e3', 'e5']);
    });

    it('gives one JSON array', async () => {
      await run('query', '--limit', '2', '--json');
      expect(JSON.parse(terminal.stdout)).toMatchObject([{ id: 'e60' }, { id: 'e59' }]);
      terminal.stdout = '';
      await run('query', '--agent', 'nobody', '--json');
      expect(JSON.parse(terminal.stdout)).toEqual([]);
    });

    it('says on stderr that nothing matches', async () => {
      await expect(run('query', '--agent', 'nobody')).resolves.toBe(0);
      expect([terminal.stdout, terminal.stderr]).toEqual(['', 'No event matches.\n']);
    });

    it('sends the terms of a query as one, and points at a mistake before it asks anyone', async () => {
      await expect(run('query', 'type:tool:called', 'payload.duration_ms>=1000')).resolves.toBe(0);
      const [request] = server.requests.slice(-1);
      expect(new URL(request?.path ?? '', server.url).searchParams.get('query')).toBe(
        'type:tool:called payload.duration_ms>=1000',
      );
      await expect(run('query', 'type:tool:called', 'agnet:x')).resolves.toBe(1);
      expect(terminal.stderr).toMatch(/at character 18 .*no field agnet/);
      expect(terminal.stderr).toContain('\n  type:tool:called agnet:x\n                   ^\n');
      expect(server.requests.at(-1)).toBe(request);
    });

    it('passes on what the server refuses, with the code', async () => {
      server.faultsFor = /^GET/;
      server.faults.push({ status: 400, body: { code: 'invalid_pattern', detail: '"x" is no event pattern' } });
      await expect(run('query', '--type', 'x')).resolves.toBe(1);
      expect(terminal.stderr).toBe(
        'binnacle: "x" is no event pattern. Write `*`, `category:*` or `category:action`. (invalid_pattern)\n',
      );
    });
  });

  describe('tail', () => {
    it('follows through a restart and ends cleanly with Ctrl-C', async () => {
      server.add({ id: 'old', type: 'agent:started', agent_id: 'a-1' });
      const done = run('tail', '--after', 'start', '--type', 'agent:*');
      await until(() => terminal.lines.length === 1);
      await server.stop();
      server.add({ type: 'agent:failed', agent_id: 'a-1', payload: { message: 'gone\u001b[2J' } });
      await server.listen();
      await until(() => terminal.lines.length === 2);
      terminal.interrupt();
      await expect(done).resolves.toBe(0);
      expect(terminal.lines[1]).toMatch(/agent:failed +a-1 +gone␛\[2J$/);
      expect(terminal.stderr).toMatch(/^binnacle: .*; reconnecting …\n$/);
    });

    it('gives JSON lines', async () => {
      void run('tail', '--after', '0', '--json');
      server.add({ id: 'e1', type: 'agent:started' });
      await until(() => terminal.lines.length === 1);
      expect(JSON.parse(terminal.stdout)).toMatchObject({ id: 'e1', seq: '1' });
    });
  });

  describe('ask', () => {
    const asked = () => until(() => server.questions.length === 1);

    it('prints the answer alone on stdout', async () => {
      const code = run('ask', 'Which?', '--option', 'json', '--option', 'csv', '--agent', 'script');
      await asked();
      expect(server.questions[0]).toMatchObject({ agent_id: 'script', question: 'Which?', options: ['json', 'csv'] });
      server.answer(server.questions[0]!.id, 'csv');
      await expect(code).resolves.toBe(0);
      expect(terminal.stdout).toBe('csv\n');
    });

    it('exits with 2 when nobody answers in time, and withdraws the question', async () => {
      await expect(run('ask', 'Go?', '--timeout', '40ms')).resolves.toBe(2);
      expect(terminal.stdout).toBe('');
      expect(terminal.stderr).toContain('(ask_timeout)');
      const [blocked, cancelled] = server.events;
      expect(cancelled).toMatchObject({
        type: 'agent:cancelled',
        agent_id: 'cli',
        session_id: blocked?.session_id,
        payload: { reason: 'nobody answered in time' },
      });
      expect(blocked?.session_id).toMatch(/^ask-/);
    });

    it('leaves the question open when it has a msg_id, to be asked again', async () => {
      await expect(run('ask', 'Go?', '--timeout', '40ms', '--msg-id', 'm-1')).resolves.toBe(2);
      expect(server.events.map(({ type }) => type)).toEqual(['agent:blocked']);
      server.answer('m-1', 'yes');
      await expect(run('ask', 'Go?', '--msg-id', 'm-1')).resolves.toBe(0);
      expect(terminal.stdout).toBe('yes\n');
    });

    it('withdraws at Ctrl-C', async () => {
      const code = run('ask', 'Go?');
      await asked();
      terminal.interrupt();
      await expect(code).resolves.toBe(130);
      expect(server.events.at(-1)).toMatchObject({ type: 'agent:cancelled', payload: { reason: 'interrupted' } });
    });
  });

  describe('answer', () => {
    it('answers, and tells who was first', async () => {
      asks('a-1', 'm-1');
      asks('a-1', 'm-2');
      await expect(run('answer', 'a-1', 'yes', '--msg-id', 'm-2', '--as', 'ann')).resolves.toBe(0);
      expect(server.questions).toMatchObject([
        { state: 'open' },
        { state: 'answered', answer: 'yes', answered_by: 'ann' },
      ]);
      expect(terminal.stderr).toBe('Answered: Go?\n');
      await expect(run('answer', 'a-1', 'no', '--msg-id', 'm-2')).resolves.toBe(1);
      expect(terminal.stderr).toContain('answered by ann');
    });
  });

  describe('emit', () => {
    it('sends one event and prints its id', async () => {
      const code = await run('emit', 'agent:started', '--agent', 'a-1', '--payload', '{"task":"build"}');
      expect(code).toBe(0);
      expect(server.events).toMatchObject([{ type: 'agent:started', agent_id: 'a-1', payload: { task: 'build' } }]);
      expect(terminal.stdout).toBe(`${server.events[0]?.id}\n`);
    });

    it('fails when the event is refused', async () => {
      await expect(run('emit', 'tool:called', '--payload', '{"tool_name":7}')).resolves.toBe(1);
      expect(terminal.stderr).toContain('(field_invalid)');
      await expect(run('emit', 'tool:called', '--payload', '[1]')).resolves.toBe(1);
      await expect(run('emit', 'Nonsense')).resolves.toBe(1);
      expect(server.events).toEqual([]);
    });
  });
});
