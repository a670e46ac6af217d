import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createTestDatabase, type TestDatabase } from '../support/database.js';
import { TestServer } from '../support/server.js';

interface Question {
  readonly id: string;
  readonly state: string;
  readonly answer: string | null;
  readonly answered_by: string | null;
}

describe('questions', () => {
  let database: TestDatabase;
  let server: TestServer;
  let count = 0;
  beforeAll(async () => {
    database = await createTestDatabase();
    server = await TestServer.start({ databaseUrl: database.url });
  });
  afterAll(async () => {
    await server?.stop();
    await database?.drop();
  });

  const blocked = (agent: string, msgId: string | null, question = 'Which format?', id = `b${count++}`) => ({
    id,
    type: 'agent:blocked',
    agent_id: agent,
    payload: { question, options: ['json', 'csv'], ...(msgId && { msg_id: msgId }) },
  });
  const open = (agent: string) => server.json<{ data: Question[] }>(`/api/v1/questions?state=open&agent_id=${agent}`);
  const events = async (agent: string) =>
    (
      await server.json<{ data: { type: string; payload: Record<string, unknown> }[] }>(
        `/api/v1/events?agent_id=${agent}&order=asc`,
      )
    ).data;

  it('opens one question however often it is repeated, and stores the repeats once', async () => {
    for (let repeat = 0; repeat < 5; repeat++) await server.send(blocked('repeater', 'm-repeat'));
    const batch = await server.send([blocked('repeater', 'm-repeat'), blocked('repeater', 'm-repeat')]);
    expect(batch).toMatchObject({ accepted: 0, duplicates: 2 });
    expect((await open('repeater')).data).toHaveLength(1);
    expect(await events('repeater')).toHaveLength(1);
  });

  it('carries question, answer and msg_id back in agent:resumed, and ends the wait at once', async () => {
    await server.send(blocked('asker', 'm-1', 'Which one?', 'question-1'));
    const waiting = server.json<Question>('/api/v1/questions/question-1?wait=50');
    const answered = await server.post('/agent/asker/respond', { msg_id: 'm-1', answer: 'csv', answered_by: 'Ada' });
    expect(answered.status).toBe(200);
    expect(await answered.json()).toMatchObject({ question_id: 'question-1', state: 'answered' });
    expect(await waiting).toMatchObject({ id: 'question-1', state: 'answered', answer: 'csv', answered_by: 'Ada' });
    const [, resumed] = await events('asker');
    expect(resumed).toMatchObject({
      type: 'agent:resumed',
      payload: { question: 'Which one?', answer: 'csv', msg_id: 'm-1', question_id: 'question-1' },
    });
  });

  it('gives the second answer 409 with who and when', async () => {
    await server.send(blocked('contested', 'm-2'));
    const answers = await Promise.all(
      ['Ada', 'Bob', 'Cy', 'Dee'].map((name) =>
        server.post('/agent/contested/respond', { msg_id: 'm-2', answer: name, answered_by: name }),
      ),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409, 409]);
    const [winner, loser] = [200, 409].map((wanted) => answers.find(({ status }) => status === wanted) as Response);
    const { answered_by }: Partial<Question> = (await winner?.json()) ?? {};
    expect(await loser?.json()).toMatchObject({
      code: 'question_closed',
      answered_by,
      answered_at: expect.stringMatching(/^\d{4}-/),
    });
    expect((await events('contested')).filter(({ type }) => type === 'agent:resumed')).toHaveLength(1);
  });

  it('finds the question by msg_id, by its text, or as the only open one', async () => {
    await server.send([blocked('finder', 'm-3', 'First?'), blocked('finder', 'm-4', 'Second?')]);
    const ambiguous = await server.post('/agent/finder/respond', { answer: 'x' });
    expect([ambiguous.status, ((await ambiguous.json()) as { code: string }).code]).toEqual([
      409,
      'question_ambiguous',
    ]);
    expect((await server.post('/agent/finder/respond', { question: 'Second?', answer: 'x' })).status).toBe(200);
    expect((await server.post('/agent/finder/respond', { answer: 'x' })).status).toBe(200);
    expect((await server.post('/agent/finder/respond', { answer: 'x' })).status).toBe(404);
    expect(await server.json('/api/v1/questions/m-3')).toMatchObject({ state: 'answered', msg_id: 'm-3' });
  });

  it('takes the form of a card, and a plain form without scripts', async () => {
    await server.send([blocked('former', 'm-5'), blocked('former', 'm-6')]);
    const form = { 'content-type': 'application/x-www-form-urlencoded' };
    const datastar = await server.post('/agent/former/respond', 'msg_id=m-5&answer=free+text+%26+more', {
      ...form,
      'datastar-request': 'true',
    });
    expect(datastar.status).toBe(204);
    const plain = await server.post('/agent/former/respond', 'msg_id=m-6&answer=a+draft&choice=json', form);
    expect([plain.status, plain.headers.get('location')]).toEqual([303, '/']);
    expect(await server.json('/api/v1/questions/m-5')).toMatchObject({ answer: 'free text & more' });
    expect(await server.json('/api/v1/questions/m-6')).toMatchObject({ answer: 'json' });
  });

  it('takes a form that the browser sent twice as one answer, but not a second JSON answer', async () => {
    await server.send([blocked('doubled', 'm-20'), blocked('doubled', 'm-21')]);
    const form = { 'content-type': 'application/x-www-form-urlencoded', 'datastar-request': 'true' };
    for (let time = 0; time < 2; time++) {
      expect((await server.post('/agent/doubled/respond', 'msg_id=m-20&answer=same', form)).status).toBe(204);
    }
    expect((await server.post('/agent/doubled/respond', { msg_id: 'm-21', answer: 'same' })).status).toBe(200);
    expect((await server.post('/agent/doubled/respond', { msg_id: 'm-21', answer: 'same' })).status).toBe(409);
    expect((await events('doubled')).filter(({ type }) => type === 'agent:resumed')).toHaveLength(2);
  });

  it('tells a Datastar page of a lost race in the page, since Datastar ignores a 4xx', async () => {
    await server.send(blocked('racer', 'm-7'));
    await server.post('/agent/racer/respond', { msg_id: 'm-7', answer: 'x', answered_by: 'Ada' });
    const late = await server.post('/agent/racer/respond', 'msg_id=m-7&answer=y', {
      'content-type': 'application/x-www-form-urlencoded',
      'datastar-request': 'true',
    });
    expect(late.headers.get('content-type')).toMatch(/^text\/event-stream/);
    expect(await late.text()).toMatch(/selector #notices[\s\S]*answered by Ada/);
  });

  it('is closed by an agent that resumes by itself, and withdrawn when the agent ends', async () => {
    await server.send([
      blocked('selfish', 'm-8'),
      { type: 'agent:resumed', agent_id: 'selfish', payload: { msg_id: 'm-8', answer: 'own' } },
    ]);
    expect(await server.json('/api/v1/questions/m-8')).toMatchObject({
      state: 'answered',
      answer: 'own',
      answered_by: 'agent',
    });
    await server.send(blocked('ending', 'm-9'));
    const waiting = server.json<Question>('/api/v1/questions/m-9?wait=50');
    await server.send({ type: 'agent:failed', agent_id: 'ending' });
    expect(await waiting).toMatchObject({ state: 'withdrawn' });
    const late = await server.post('/agent/ending/respond', { msg_id: 'm-9', answer: 'x' });
    expect([late.status, await late.json()]).toMatchObject([409, { code: 'question_closed', state: 'withdrawn' }]);
  });

  it('asked without a msg_id, is one question while it is open and another one later', async () => {
    await server.send([blocked('plain', null), blocked('plain', null)]);
    expect((await open('plain')).data).toHaveLength(1);
    await server.post('/agent/plain/respond', { answer: 'x' });
    expect(await server.send(blocked('plain', null))).toMatchObject({ accepted: 1 });
    expect((await open('plain')).data).toHaveLength(1);
  });

  it('survives a restart between question and answer; the wait is taken up again', async () => {
    await server.send(blocked('survivor', 'm-10', 'Still there?', 'question-10'));
    const interrupted = server.json<Question>('/api/v1/questions/question-10?wait=50').catch(() => undefined);
    const port = server.port;
    expect(await server.stop()).toBe(0);
    expect((await interrupted)?.state ?? 'open').toBe('open');
    server = await TestServer.start({ databaseUrl: database.url, port });
    const waiting = server.json<Question>('/api/v1/questions/question-10?wait=50');
    await server.post('/agent/survivor/respond', { msg_id: 'm-10', answer: 'yes' });
    expect(await waiting).toMatchObject({ state: 'answered', answer: 'yes' });
  });

  it('returns an open question when the wait is over', async () => {
    await server.send(blocked('patient', 'm-11'));
    expect(await server.json('/api/v1/questions/m-11?wait=1')).toMatchObject({ state: 'open', answer: null });
  });

  it.each([
    ['an unknown question', '/agent/nobody/respond', { msg_id: 'none', answer: 'x' }, 404, 'question_not_found'],
    ['an empty answer', '/agent/nobody/respond', { answer: '' }, 400, 'answer_invalid'],
    ['a number', '/agent/nobody/respond', { answer: 7 }, 400, 'answer_invalid'],
    ['65,537 characters', '/agent/nobody/respond', { answer: 'x'.repeat(65_537) }, 400, 'answer_invalid'],
    ['NUL', '/agent/nobody/respond', { answer: 'a\0' }, 400, 'unstorable_text'],
    ['a list', '/agent/nobody/respond', [1], 400, 'answer_invalid'],
    ['a NUL as agent', '/agent/%00/respond', { answer: 'x' }, 404, 'question_not_found'],
  ])('refuses %s', async (_name, path, body, status, code) => {
    const response = await server.post(path, body);
    expect([response.status, ((await response.json()) as { code: string }).code]).toEqual([status, code]);
  });

  it('knows no question by a text that cannot be stored', async () => {
    expect((await server.get('/api/v1/questions/a%00b')).status).toBe(404);
    expect((await server.get('/api/v1/questions?agent_id=%00')).status).toBe(400);
    expect((await server.get('/api/v1/questions?state=lost')).status).toBe(400);
  });

  it.each(['wait=56', 'wait=-1', 'wait=x'])('refuses %s', async (query) => {
    expect((await server.get(`/api/v1/questions/any?${query}`)).status).toBe(400);
  });
});
