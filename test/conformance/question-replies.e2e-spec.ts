/** What may be answered to each kind of question, and what is refused with the field named. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createTestDatabase, type TestDatabase } from '../support/database.js';
import { Asking } from '../support/questions.js';
import { TestServer } from '../support/server.js';

const deploy = { tool: 'deploy', args: { version: '1.4', replicas: 4 }, call_id: 'call-9' };
const form = {
  type: 'object',
  properties: { region: { enum: ['eu', 'us'] }, replicas: { type: 'integer', minimum: 1 }, dry: { type: 'boolean' } },
  required: ['region', 'replicas'],
  additionalProperties: false,
};
const items = [
  { question: 'Which library?', options: ['zod', 'ajv'], allow_other: false },
  { id: 'targets', question: 'Where?', options: ['web', 'cli'], multi: true },
];
const all = ['approve', 'edit', 'reject', 'respond'];

const KINDS: readonly (readonly [kind: string, fields: Record<string, unknown>])[] = [
  ['text', { question: 'Why?' }],
  ['choice', { question: 'Which?', options: ['a', { value: 'b', label: 'Bee' }] }],
  ['choice', { question: 'Which?', options: ['a', 'b'], allow_other: false }],
  ['multi_choice', { question: 'Which?', kind: 'multi_choice', options: ['a', 'b'], allow_other: false }],
  ['approval', { question: 'Deploy?', action: deploy }],
  ['approval', { question: 'Deploy?', action: deploy, allowed: all }],
  ['form', { question: 'Where to?', response_schema: form }],
  ['text', { question: 'Two things', items }],
];
const [TEXT, CHOICE, STRICT, MULTI, APPROVAL, EDITABLE, FORM, ITEMS] = KINDS.map(([, fields]) => fields);

describe('replies', () => {
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

  const ask = (fields: Record<string, unknown> | undefined) =>
    asking.ask({ agent_id: `agent-${count++}`, session_id: 's', ...fields });

  it.each(KINDS)('knows that it is asked for %s', async (kind, fields) => {
    expect(await ask(fields)).toMatchObject({ kind, state: 'open', reply: null });
  });

  it.each<[string, Record<string, unknown> | undefined, Record<string, unknown>, string, Record<string, unknown>]>([
    ['a text', TEXT, { answer: 'because' }, 'because', { decision: 'respond', value: 'because' }],
    ['an option', CHOICE, { value: 'b' }, 'b', { value: 'b' }],
    ['something else', CHOICE, { answer: 'neither' }, 'neither', { value: 'neither' }],
    ['several options', MULTI, { value: ['a', 'b', 'a'] }, 'a, b', { value: ['a', 'b'] }],
    ['yes', APPROVAL, { decision: 'approve' }, 'approve', { decision: 'approve', value: null, scope: 'once' }],
    ['yes, as a word', APPROVAL, { answer: 'Yes' }, 'approve', { decision: 'approve' }],
    [
      'no, with a reason',
      APPROVAL,
      { decision: 'reject', message: 'too late' },
      'reject: too late',
      { message: 'too late' },
    ],
    ['words', APPROVAL, { answer: 'use staging' }, 'use staging', { decision: 'respond', message: 'use staging' }],
    [
      'other arguments',
      EDITABLE,
      { decision: 'edit', edited_args: { replicas: 2 } },
      'edit',
      { edited_args: { replicas: 2 } },
    ],
    [
      'a form',
      FORM,
      { value: { region: 'eu', replicas: 2 } },
      '{"region":"eu","replicas":2}',
      { value: { region: 'eu', replicas: 2 } },
    ],
    ['a form as text', FORM, { answer: '{"region":"us","replicas":1}' }, '{"region":"us","replicas":1}', {}],
    [
      'all of several',
      ITEMS,
      { value: { 1: 'zod', targets: ['web', 'tv'] } },
      '{"1":"zod","targets":["web","tv"]}',
      {},
    ],
  ])('takes %s', async (_, fields, given, answer, reply) => {
    const { id } = await ask(fields);
    const [status, question] = await asking.answer(id, given);
    expect([status, question.state, question.answer]).toEqual([200, 'answered', answer]);
    expect(question.reply).toMatchObject(reply);
  });

  it.each<[string, Record<string, unknown> | undefined, Record<string, unknown>, RegExp]>([
    ['nothing', TEXT, { answer: ' ' }, /`answer`/],
    ['a number for a text', TEXT, { value: 7 }, /`answer` must be a text/],
    [
      'a decision for a text',
      TEXT,
      { decision: 'approve', answer: 'x' },
      /`decision` a text question takes no decision/,
    ],
    ['a scope for a text', TEXT, { answer: 'x', scope: 'always' }, /`scope` only an approval may last/],
    ['what is no option', STRICT, { answer: 'c' }, /`answer` must be one of a, b/],
    ['one that is no option among several', MULTI, { value: ['a', 'c'] }, /`value` must be one of a, b/],
    ['no option at all', MULTI, { value: [] }, /`value` must not be empty/],
    [
      'a decision that is none',
      APPROVAL,
      { decision: 'maybe' },
      /`decision` is "maybe"; this question allows approve, reject, respond/,
    ],
    ['an edit that is not allowed', APPROVAL, { decision: 'edit', edited_args: {} }, /this question allows/],
    ['an edit without arguments', EDITABLE, { decision: 'edit' }, /`edited_args` must be the arguments/],
    ['arguments that are none', EDITABLE, { decision: 'edit', edited_args: 'x' }, /`edited_args` must be an object/],
    [
      'a refusal that lasts',
      APPROVAL,
      { decision: 'reject', scope: 'always' },
      /only the approval of an action may last/,
    ],
    [
      'a scope that is none',
      APPROVAL,
      { decision: 'approve', scope: 'weekly' },
      /`scope` must be one of once, session, always/,
    ],
    ['a form with a gap', FORM, { value: { region: 'eu' } }, /`value`.*replicas/],
    ['a form with a wrong field', FORM, { value: { region: 'mars', replicas: 1 } }, /`value.region`/],
    ['a form with more fields', FORM, { value: { region: 'eu', replicas: 1, x: 1 } }, /`value.*x/],
    ['one of several', ITEMS, { value: { 1: 'zod' } }, /`value.targets` must not be empty/],
    [
      'an answer to none of several',
      ITEMS,
      { value: { 1: 'zod', targets: ['web'], 9: 'x' } },
      /`value.9` is none of 1, targets/,
    ],
    [
      'one that is no option of several',
      ITEMS,
      { value: { 1: 'joi', targets: ['web'] } },
      /`value.1` must be one of zod, ajv/,
    ],
  ])('refuses %s, and the question stays open', async (_, fields, given, detail) => {
    const { id } = await ask(fields);
    const [status, problem] = await asking.answer(id, given);
    expect([status, problem.code, problem.detail]).toEqual([400, 'answer_invalid', expect.stringMatching(detail)]);
    expect(await asking.see(id)).toMatchObject({ state: 'open' });
  });

  it.each<[string, Record<string, unknown>, string]>([
    ['kind', { kind: 'riddle' }, 'kind'],
    ['options', { options: [1] }, 'options'],
    ['action', { action: { args: {} } }, 'action'],
    ['allowed', { allowed: ['shrug'] }, 'allowed'],
    ['items', { items: [{}] }, 'items'],
    ['a script for a link', { context: [{ kind: 'link', url: 'javascript:alert(1)' }] }, 'context'],
    ['an image inside the address', { context: [{ kind: 'image', url: 'data:image/png;base64,x' }] }, 'context'],
    ['expires_at', { expires_at: 'soon' }, 'expires_at'],
    ['on_timeout', { on_timeout: 'panic' }, 'on_timeout'],
    [
      'a schema with a regular expression',
      { response_schema: { type: 'string', pattern: '(a+)+$' } },
      'response_schema',
    ],
    ['a schema that points elsewhere', { response_schema: { $ref: 'http://127.0.0.1/' } }, 'response_schema'],
  ])('refuses a question with a wrong %s over REST', async (_, fields, field) => {
    const [status, problem] = await asking.call('POST', '/api/v1/questions', { question: 'Well?', ...fields });
    expect([status, problem]).toEqual([400, expect.objectContaining({ code: 'field_invalid', field })]);
  });

  it('asks all the same when an event brings what is not understood', async () => {
    const payload = {
      question: 'Well?',
      kind: 'riddle',
      action: 'run it',
      context: 'see above',
      items: 3,
      on_timeout: 1,
    };
    await server.send({ id: 'odd', type: 'agent:blocked', agent_id: 'odd', payload });
    expect(await asking.see('odd')).toMatchObject({
      kind: 'text',
      state: 'open',
      action: null,
      context: [],
      items: [],
    });
  });

  it('binds an answer to what was shown', async () => {
    const { id, shown_hash: shown } = await ask(APPROVAL);
    const [status, problem] = await asking.answer(id, { decision: 'approve', shown_hash: 'something-else' });
    expect([status, problem.code]).toEqual([409, 'question_changed']);
    expect((await asking.answer(id, { decision: 'approve', shown_hash: shown }))[0]).toBe(200);
  });

  it('is one question for one Idempotency-Key, which means one thing only', async () => {
    const headers = { 'idempotency-key': 'deploy-1' };
    const fields = { agent_id: 'keyed', question: 'Deploy?' };
    const [first, question] = await asking.call('POST', '/api/v1/questions', fields, headers);
    const [second, again] = await asking.call('POST', '/api/v1/questions', fields, headers);
    expect([first, second, again.id]).toEqual([201, 200, question.id]);
    const [status, problem] = await asking.call(
      'POST',
      '/api/v1/questions',
      { ...fields, question: 'Delete?' },
      headers,
    );
    expect([status, problem.code]).toEqual([409, 'idempotency_conflict']);
  });

  it('gives the answer to an agent that asks the same again', async () => {
    const fields = { agent_id: 'restarted', msg_id: 'm-1', question: 'Which?' };
    const { id } = await asking.ask(fields);
    await asking.answer(id, { answer: 'this' });
    expect(await asking.call('POST', '/api/v1/questions', fields)).toMatchObject([200, { id, answer: 'this' }]);
  });

  it('takes one of a hundred answers at once, and tells the others who was first', async () => {
    const { id } = await ask(APPROVAL);
    const given = Array.from({ length: 100 }, (_, n) =>
      asking.answer(id, { decision: n % 2 ? 'approve' : 'reject', answered_by: `person-${n}` }),
    );
    const results = await Promise.all(given);
    const won = results.filter(([status]) => status === 200);
    const { answered_by: winner } = await asking.see(id);
    expect(won.map(([, { answered_by }]) => answered_by)).toEqual([winner]);
    for (const [status, problem] of results.filter(([code]) => code !== 200)) {
      expect([status, problem.code, problem.answered_by]).toEqual([409, 'question_closed', winner]);
    }
    expect(await asking.told(id)).toEqual(['agent:resumed']);
  });
});
