/** Hooks that ask: held until somebody answers, and answered in the words of the client. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createTestDatabase, type TestDatabase } from '../support/database.js';
import { capturedHook, HookClient } from '../support/hooks.js';
import { Asking } from '../support/questions.js';
import { TestServer } from '../support/server.js';

const asked = (name: string) => capturedHook(name).tool_input;
const permission = (decision: object) => ({ hookSpecificOutput: { hookEventName: 'PermissionRequest', decision } });
const call = (decision: object) => ({ hookSpecificOutput: { hookEventName: 'PreToolUse', ...decision } });

describe('hooks that ask', () => {
  let database: TestDatabase;
  let server: TestServer;
  let asking: Asking;
  let count = 0;
  beforeAll(async () => {
    database = await createTestDatabase();
    server = await TestServer.start({ databaseUrl: database.url });
    asking = new Asking(server);
  });
  afterAll(async () => {
    await server?.stop();
    await database?.drop();
  });

  const client = (vendor: HookClient['vendor'], query = '') =>
    new HookClient(server, vendor, `hook-${count++}-of-a-session`, query);
  const events = async (session: string) =>
    (
      await server.json<{ data: { type: string; payload: Record<string, unknown> }[] }>(
        `/api/v1/events?session_id=${session}&order=asc`,
      )
    ).data;

  describe('permission prompts of Claude Code', () => {
    it('are approved, delivered, and resumed when the tool has run', async () => {
      const claude = client('claude-code');
      const answer = claude.send('PermissionRequest.Bash');
      const { id } = await claude.question();
      expect(await asking.see(id)).toMatchObject({
        kind: 'approval',
        question: 'Allow Bash: touch ran.txt?',
        action: { tool: 'Bash', args: asked('claude-code.PermissionRequest.Bash') },
        allowed: ['approve', 'edit', 'reject'],
        on_timeout: 'withdraw',
      });
      await asking.answer(id, { decision: 'approve' });
      expect(await answer).toEqual(permission({ behavior: 'allow' }));
      await claude.question(({ delivered_to }) => delivered_to === 'claude-code');
      await claude.send('PostToolUse.Bash', { tool_input: asked('claude-code.PermissionRequest.Bash') });
      expect(await asking.see(id)).toMatchObject({ resumed_at: expect.any(String), mismatched_at: null });
      expect(await asking.told(id)).toEqual(['agent:resumed', 'question:delivered', 'question:continued']);
    });

    it('are approved with other arguments', async () => {
      const claude = client('claude-code');
      const answer = claude.send('PermissionRequest.Bash');
      const { id } = await claude.question();
      await asking.answer(id, { decision: 'edit', edited_args: { command: 'ls' } });
      expect(await answer).toEqual(permission({ behavior: 'allow', updatedInput: { command: 'ls' } }));
    });

    it.each([
      [{ message: 'use the other folder' }, 'use the other folder'],
      [{}, 'refused by Ada'],
    ])('are refused with a word for the model: %j', async (words, message) => {
      const claude = client('claude-code');
      const answer = claude.send('PermissionRequest.Bash');
      const { id } = await claude.question();
      await asking.answer(id, { decision: 'reject', ...words });
      expect(await answer).toEqual(permission({ behavior: 'deny', message }));
    });

    it('ask again for the same command once it was answered: a yes holds once', async () => {
      const claude = client('claude-code');
      const first = claude.send('PermissionRequest.Bash');
      await asking.answer((await claude.question()).id, { decision: 'approve' });
      await first;
      const second = claude.send('PermissionRequest.Bash');
      await asking.answer((await claude.question()).id, { decision: 'reject', message: 'not twice' });
      expect(await second).toEqual(permission({ behavior: 'deny', message: 'not twice' }));
    });

    it('are answered by a standing approval in every later session, until it is revoked', async () => {
      const input = { tool_input: { command: 'make lint' } };
      const claude = client('claude-code');
      const first = claude.send('PermissionRequest.Bash', input);
      await asking.answer((await claude.question()).id, { decision: 'approve', scope: 'always' });
      await first;
      const later = client('claude-code');
      expect(await later.send('PermissionRequest.Bash', input)).toEqual(permission({ behavior: 'allow' }));
      const { rule_id } = await later.question(({ state }) => state === 'answered');
      await asking.call('DELETE', `/api/v1/approval-rules/${rule_id}`);
      const after = client('claude-code');
      const asksAgain = after.send('PermissionRequest.Bash', input);
      await asking.answer((await after.question()).id, { decision: 'reject' });
      expect(await asksAgain).toEqual(permission({ behavior: 'deny', message: 'refused by Ada' }));
    });

    it('show what an edit would change as a diff', async () => {
      const claude = client('claude-code');
      const edit = { file_path: '/w/a.ts', old_string: 'let a = 1;', new_string: 'const a = 1;' };
      const answer = claude.send('PermissionRequest.Bash', { tool_name: 'Edit', tool_input: edit });
      const { id } = await claude.question();
      expect(await asking.see(id)).toMatchObject({
        context: [{ kind: 'diff', title: '/w/a.ts', text: '-let a = 1;\n+const a = 1;' }],
      });
      await asking.answer(id, { decision: 'approve' });
      await answer;
    });
  });

  describe('questions of Claude Code', () => {
    const answers = { 'Which DB should we use?': 'SQLite', 'Which extras?': 'Cache, Queue' };

    it.each([
      ['PermissionRequest.AskUserQuestion', ''],
      ['PreToolUse.AskUserQuestion', 'hold=AskUserQuestion'],
    ])('are answered in the browser, several in one: %s', async (name, query) => {
      const claude = client('claude-code', query);
      const answer = claude.send(name);
      const { id } = await claude.question();
      await asking.answer(id, { value: { 1: 'SQLite', 2: ['Cache', 'Queue'] } });
      const updatedInput = { ...(asked(`claude-code.${name}`) as object), answers };
      expect(await answer).toEqual(
        query
          ? call({ permissionDecision: 'allow', permissionDecisionReason: 'approved by Ada', updatedInput })
          : permission({ behavior: 'allow', updatedInput }),
      );
      await claude.send('PostToolUse.AskUserQuestion');
      expect(await asking.see(id)).toMatchObject({ resumed_at: expect.any(String) });
    });

    it('are shown as answered in the terminal when they were', async () => {
      const claude = client('claude-code');
      const answer = claude.send('PermissionRequest.AskUserQuestion');
      const { id } = await claude.question();
      await claude.send('PostToolUse.AskUserQuestion');
      expect(await answer).toEqual({});
      expect(await asking.see(id)).toMatchObject({ answered_by: 'terminal', answer: 'SQLite\nCache, Queue' });
    });

    it('take one question with options as one choice', async () => {
      const claude = client('claude-code');
      const [question] = (asked('claude-code.PermissionRequest.AskUserQuestion') as { questions: object[] }).questions;
      const input = { questions: [question] };
      const answer = claude.send('PermissionRequest.AskUserQuestion', { tool_input: input });
      const { id } = await claude.question(({ kind }) => kind === 'choice');
      await asking.answer(id, { answer: 'something else' });
      const updatedInput = { ...input, answers: { 'Which DB should we use?': 'something else' } };
      expect(await answer).toEqual(permission({ behavior: 'allow', updatedInput }));
    });
  });

  describe('calls of a tool', () => {
    it('are only seen unless the URL says that they wait', async () => {
      for (const vendor of ['claude-code', 'codex'] as const) {
        expect(await client(vendor, 'hold=Write').send('PreToolUse.Bash')).toEqual({});
      }
      expect(await client('gemini').send('BeforeTool.run_shell_command')).toEqual({});
    });

    it.each<[HookClient['vendor'], string, object, object]>([
      [
        'claude-code',
        'PreToolUse.Bash',
        call({ permissionDecision: 'allow', permissionDecisionReason: 'approved by Ada' }),
        call({ permissionDecision: 'deny', permissionDecisionReason: 'no' }),
      ],
      ['codex', 'PreToolUse.Bash', {}, call({ permissionDecision: 'deny', permissionDecisionReason: 'no' })],
      ['gemini', 'BeforeTool.run_shell_command', {}, { decision: 'deny', reason: 'no' }],
    ])('of %s are approved and refused in its words', async (vendor, name, approved, refused) => {
      for (const [reply, expected] of [
        [{ decision: 'approve' }, approved],
        [{ decision: 'reject', message: 'no' }, refused],
      ] as const) {
        const agent = client(vendor, 'hold=*');
        const answer = agent.send(name);
        await asking.answer((await agent.question()).id, reply);
        expect(await answer).toEqual(expected);
        await agent.question(({ delivered_to }) => delivered_to === vendor);
      }
    });

    it('of Gemini CLI take other arguments, of Codex none', async () => {
      const gemini = client('gemini', 'hold=*');
      const answer = gemini.send('BeforeTool.run_shell_command');
      await asking.answer((await gemini.question()).id, { decision: 'edit', edited_args: { command: 'ls' } });
      expect(await answer).toEqual({
        decision: 'allow',
        hookSpecificOutput: { hookEventName: 'BeforeTool', tool_input: { command: 'ls' } },
      });
      const codex = client('codex', 'hold=Bash');
      const refused = codex.send('PreToolUse.Bash');
      const { id } = await codex.question();
      expect((await asking.answer(id, { decision: 'edit', edited_args: {} }))[0]).toBe(400);
      await asking.answer(id, { decision: 'reject' });
      await refused;
    });

    it('asked again under the same id find their answer', async () => {
      const claude = client('claude-code', 'hold=Bash');
      const first = claude.send('PreToolUse.Bash');
      await asking.answer((await claude.question()).id, { decision: 'reject', message: 'no' });
      expect(await claude.send('PreToolUse.Bash')).toEqual(await first);
    });

    it('are held to what was approved: something else is shown', async () => {
      const claude = client('claude-code', 'hold=Bash');
      const answer = claude.send('PreToolUse.Bash');
      const { id } = await claude.question();
      await asking.answer(id, { decision: 'approve' });
      await answer;
      const { tool_use_id } = capturedHook('claude-code.PreToolUse.Bash');
      await claude.send('PostToolUse.Bash', { tool_use_id, tool_input: { command: 'rm -rf /' } });
      expect(await asking.see(id)).toMatchObject({ mismatched_at: expect.any(String), resumed_at: null });
    });

    it('are joined though a filter masks what they say', async () => {
      const claude = client('claude-code', 'hold=Bash');
      const secret = `sk-${'proj'}-abcdefghijklmnopqrstuvwxyz`;
      const input = { command: `curl -H 'x-api-key: ${secret}' x` };
      const answer = claude.send('PreToolUse.Bash', { tool_input: input });
      const { id } = await claude.question();
      const shown = await asking.see(id);
      expect(JSON.stringify(shown)).not.toContain(secret);
      // What is masked can't be edited: it would run as it is masked.
      expect(shown).toMatchObject({ allowed: ['approve', 'reject'] });
      await asking.answer(id, { decision: 'approve' });
      expect(await answer).toEqual(call({ permissionDecision: 'allow', permissionDecisionReason: 'approved by Ada' }));
      const { tool_use_id } = capturedHook('claude-code.PreToolUse.Bash');
      await claude.send('PostToolUse.Bash', { tool_use_id, tool_input: input });
      expect(await asking.see(id)).toMatchObject({ resumed_at: expect.any(String), mismatched_at: null });
    });
  });

  describe('when nobody answers', () => {
    it('a call is refused before the client gives up', async () => {
      const claude = client('claude-code', 'hold=Bash&timeout=2');
      const started = Date.now();
      expect(await claude.send('PreToolUse.Bash')).toEqual(
        call({ permissionDecision: 'deny', permissionDecisionReason: 'nobody answered in time' }),
      );
      expect(Date.now() - started).toBeLessThan(2_000);
      expect(await claude.question(({ state }) => state === 'expired')).toMatchObject({ answered_by: 'timeout' });
    });

    it('a permission prompt goes on in the terminal, and is shown as waiting there', async () => {
      const claude = client('claude-code', 'timeout=2');
      expect(await claude.send('PermissionRequest.Bash')).toEqual({});
      await claude.question(({ state }) => state === 'withdrawn');
      const blocked = (await events(claude.session)).filter(({ type }) => type === 'agent:blocked');
      expect(blocked.map(({ payload }) => payload.answerable)).toEqual([undefined, false]);
    });

    it('a permission prompt is refused if the URL says so, also with a word that is not understood', async () => {
      for (const policy of ['deny', 'dney']) {
        const claude = client('claude-code', `timeout=2&on_timeout=${policy}`);
        expect(await claude.send('PermissionRequest.Bash')).toEqual(
          permission({ behavior: 'deny', message: 'nobody answered in time' }),
        );
      }
    });

    it('and the client leaves, the question is taken back', async () => {
      const claude = client('claude-code');
      const leaving = new AbortController();
      const answer = claude.send('PermissionRequest.Bash', {}, { signal: leaving.signal });
      const { id } = await claude.question();
      leaving.abort();
      await expect(answer).rejects.toThrow(/abort/);
      await claude.question(({ state }) => state === 'withdrawn');
      expect((await asking.answer(id, { decision: 'approve' }))[0]).toBe(409);
    });
  });

  describe('answered in the terminal', () => {
    it('the question closes when the tool has run', async () => {
      const claude = client('claude-code');
      const answer = claude.send('PermissionRequest.Bash');
      const { id } = await claude.question();
      await claude.send('PostToolUse.Bash', { tool_input: { command: 'another one' } });
      expect(await asking.see(id)).toMatchObject({ state: 'open' });
      await claude.send('PostToolUse.Bash', { tool_input: asked('claude-code.PermissionRequest.Bash') });
      expect(await answer).toEqual({});
      expect(await asking.see(id)).toMatchObject({ state: 'answered', answered_by: 'terminal', answer: 'approve' });
    });

    it.each(['UserPromptSubmit', 'Stop', 'SessionEnd'])('the question closes with %s', async (name) => {
      const claude = client('claude-code');
      const answer = claude.send('PermissionRequest.Bash');
      const { id } = await claude.question();
      await claude.send(name);
      expect(await answer).toEqual({});
      expect(await asking.see(id)).toMatchObject({ state: 'withdrawn' });
    });
  });

  it('observes only, if the URL says so', async () => {
    const claude = client('claude-code', 'hold=none');
    expect(await claude.send('PermissionRequest.Bash')).toEqual({});
    expect((await events(claude.session)).map(({ payload }) => payload.answerable)).toEqual([false]);
  });

  it('takes the name of the agent from the URL, and leaves subagents theirs', async () => {
    const claude = client('claude-code', 'agent=api-refactoring');
    await claude.send('SessionStart');
    await claude.send('SubagentStart');
    const { data } = await server.json<{ data: { agent_id: string }[] }>(`/api/v1/events?session_id=${claude.session}`);
    expect(data.map(({ agent_id }) => agent_id)).toEqual([
      capturedHook('claude-code.SubagentStart').agent_id,
      'api-refactoring',
    ]);
  });

  describe('a call that waits for people never runs unasked', () => {
    const VENDORS = ['claude-code', 'codex', 'gemini'] as const;
    const CALLS = { 'claude-code': 'PreToolUse', codex: 'PreToolUse', gemini: 'BeforeTool' };
    const refused = {
      'claude-code': call({ permissionDecision: 'deny', permissionDecisionReason: expect.any(String) }),
      codex: call({ permissionDecision: 'deny', permissionDecisionReason: expect.any(String) }),
      gemini: { decision: 'deny', reason: expect.any(String) },
    };
    const post = async (vendor: string, query: string, body: BodyInit, headers: Record<string, string> = {}) => {
      const answer = await fetch(`${server.url}/hooks/${vendor}?${query}`, { method: 'POST', body, headers });
      return [answer.status, await answer.json()];
    };
    const NOT_HOOKS: [string, BodyInit][] = [
      ['nothing', ''],
      ['no JSON', '{"hook_event_name": "PreToolUse", '],
      ['a list', '[{"hook_event_name":"PreToolUse"}]'],
      ['null', 'null'],
      ['a number', '1e999'],
      ['no UTF-8', new Uint8Array([0x7b, 0xff, 0xfe, 0x7d])],
      ['no name', '{"session_id":"s","tool_name":"Bash","tool_input":{"command":"ls"}}'],
      ['a name that is no text', '{"hook_event_name":7,"session_id":"s","tool_name":"Bash"}'],
      ['depth', `${'{"a":'.repeat(20_000)}1${'}'.repeat(20_000)}`],
      ['a proto', '{"__proto__":{"hook_event_name":"Stop"},"constructor":1}'],
    ];

    describe.each(VENDORS)('by %s', (vendor) => {
      it.each(NOT_HOOKS)('whose body is %s', async (_, body) => {
        expect(await post(vendor, 'hold=Bash', body)).toEqual([200, refused[vendor]]);
        expect(await post(vendor, 'hold=permissions,*', body)).toEqual([200, refused[vendor]]);
        // Nobody wanted calls to wait.
        expect(await post(vendor, 'hold=permissions', body)).toEqual([200, {}]);
        expect(await post(vendor, 'hold=Bash&on_timeout=pass', body)).toEqual([200, {}]);
      });

      it('whose encoding is unknown or a lie', async () => {
        const body = JSON.stringify({ hook_event_name: CALLS[vendor], session_id: 's', tool_name: 'Bash' });
        for (const encoding of ['br', 'gzip', 'x-unheard-of']) {
          expect(await post(vendor, 'hold=Bash', body, { 'content-encoding': encoding })).toEqual([
            200,
            refused[vendor],
          ]);
        }
      });

      it('that is too large to be read', async () => {
        const body = JSON.stringify({
          hook_event_name: CALLS[vendor],
          session_id: 'too-large',
          tool_name: 'Write',
          tool_input: { file_path: 'a.txt', content: 'x'.repeat(33 * 1_048_576) },
        });
        expect(await post(vendor, 'hold=Write', body)).toEqual([200, refused[vendor]]);
        expect(await post(vendor, 'hold=permissions', body)).toEqual([200, {}]);
      });

      it('that is too large to be shown', async () => {
        const agent = `large-${vendor}`;
        const input = { file_path: 'a.txt', content: 'x'.repeat(2 * 1_048_576) };
        const body = JSON.stringify({
          hook_event_name: CALLS[vendor],
          session_id: agent,
          tool_name: 'Write',
          tool_input: input,
        });
        expect(await post(vendor, `hold=Write&agent=${agent}`, body)).toEqual([200, refused[vendor]]);
        // That it was called is on the timeline all the same.
        expect((await events(agent)).map(({ type }) => type)).toEqual(['tool:called']);
      });

      it.each<[string, object]>([
        ['a session that is no text', { session_id: 12, tool_name: 'Bash', tool_input: { command: 'ls' } }],
        ['a tool that is no text', { tool_name: { name: 'Bash' }, tool_input: { command: 'ls' } }],
        ['no tool', { tool_input: { command: 'ls' } }],
        ['input that is no object', { tool_name: 'Bash', tool_input: 'rm -rf /' }],
        ['input that is a list', { tool_name: 'Bash', tool_input: ['rm', '-rf', '/'] }],
        ['no input', { tool_name: 'Bash' }],
        ['ids of other types', { tool_name: 'Bash', tool_use_id: 7, agent_id: [], cwd: {}, prompt_id: false }],
        ['very long names', { tool_name: 'Bash', session_id: 's'.repeat(5_000), tool_use_id: 't'.repeat(5_000) }],
        ['NUL and half a pair', { tool_name: 'Bash', tool_input: { command: 'a\u0000b\ud800' } }],
      ])('with %s is asked about', async (_, fields) => {
        const agent = `odd-${vendor}-${count++}`;
        const body = JSON.stringify({ hook_event_name: CALLS[vendor], ...fields });
        const answer = post(vendor, `hold=Bash&agent=${agent}`, body);
        const question = await asking.openOf(agent);
        const input = (fields as { tool_input?: unknown }).tool_input;
        if (typeof input === 'string' || Array.isArray(input)) {
          // What is approved is seen, and can't be changed into something that does not go back.
          expect(question).toMatchObject({ action: { args: { value: input } }, allowed: ['approve', 'reject'] });
        }
        await asking.answer(question.id, { decision: 'reject', message: 'no' });
        const [status, said] = await answer;
        expect(status).toBe(200);
        expect(said).toEqual(refused[vendor]);
      });
    });

    it('by VS Code, which runs the hooks of Claude Code and names their fields in its own way', async () => {
      const body = {
        hookEventName: 'PreToolUse',
        sessionId: `vs-code-${count++}`,
        tool_name: 'Bash',
        tool_input: { command: 'ls' },
        tool_use_id: 'toolu_vs',
      };
      const answer = post('claude-code', 'hold=Bash&agent=vs-code', JSON.stringify(body));
      const question = await asking.openOf('vs-code');
      expect(question).toMatchObject({ session_id: body.sessionId, action: { tool: 'Bash', call_id: 'toolu_vs' } });
      await asking.answer(question.id, { decision: 'approve' });
      expect(await answer).toMatchObject([200, { hookSpecificOutput: { permissionDecision: 'allow' } }]);
    });
  });

  it('answers 200 and no opinion to what it cannot read, and 404 to clients it does not know', async () => {
    expect(await (await server.post('/hooks/gemini', 'not json')).json()).toEqual({});
    expect(await (await server.post('/hooks/unheard-of', {})).json()).toMatchObject({ code: 'unknown_client' });
  });

  it('when the server stops, refuses what has to be approved and leaves prompts to the terminal', async () => {
    const stopping = await TestServer.start({ databaseUrl: database.url });
    const prompt = new HookClient(stopping, 'claude-code', 'stopping-prompt');
    const tool = new HookClient(stopping, 'claude-code', 'stopping-call', 'hold=Bash');
    const answers = [prompt.send('PermissionRequest.Bash'), tool.send('PreToolUse.Bash')];
    await Promise.all([prompt.question(), tool.question()]);
    await stopping.stop();
    expect(await Promise.all(answers)).toEqual([
      {},
      call({
        permissionDecision: 'deny',
        permissionDecisionReason: 'nobody answered before the question was taken back',
      }),
    ]);
    for (const session of ['stopping-prompt', 'stopping-call']) {
      const { data } = await server.json<{ data: { state: string }[] }>(`/api/v1/questions?session_id=${session}`);
      expect(data).toMatchObject([{ state: 'withdrawn' }]);
    }
  });
});
