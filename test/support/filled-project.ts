/** One of everything in a project, with a word in all that can hold one: whoever finds the word elsewhere has found a leak. */
import { createECDH, randomBytes } from 'node:crypto';
import type { TestAccounts } from './accounts.js';
import type { TestServer } from './server.js';

/** Ids of what is there, by what it is. */
export type Filled = Readonly<Record<ThingKind, string>>;
export type ThingKind =
  | 'word'
  | 'agent'
  | 'session'
  | 'graph'
  | 'node'
  | 'event'
  | 'question'
  | 'closed'
  | 'msg'
  | 'message'
  | 'rule'
  | 'board'
  | 'entry'
  | 'channel'
  | 'notificationRule'
  | 'delivery'
  | 'subscription'
  | 'key'
  | 'person'
  | 'webSession'
  | 'invitation'
  | 'invitationToken'
  | 'auditEntry'
  | 'hash';

export async function fillProject(
  server: TestServer,
  accounts: TestAccounts,
  project: string,
  word: string,
): Promise<Filled> {
  const key = await accounts.key(project, 'admin');
  await accounts.query('UPDATE api_keys SET name = $1 WHERE id = $2', [`${word} key`, key.split('_')[1]]);
  const person = await accounts.person({ name: `${word} person`, roles: { [project]: 'admin' } });
  const send = async (method: string, at: string, body?: unknown, headers: Record<string, string> = {}) => {
    const answer = await fetch(server.url + at, {
      method,
      redirect: 'manual',
      headers: { 'x-binnacle-key': key, ...(body !== undefined && { 'content-type': 'application/json' }), ...headers },
      ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const text = await answer.text();
    if (answer.status >= 400) throw new Error(`${method} ${at}: ${answer.status} ${text}`);
    return (text.startsWith('{') ? JSON.parse(text) : {}) as Record<string, string>;
  };
  const post = (at: string, body: unknown) => send('POST', at, body);
  const ids = async (sql: string) => String((await accounts.query(sql, [project])).rows[0]?.id ?? '');
  const of = {
    agent_id: `${word}-agent`,
    session_id: `${word}-session`,
    graph_id: `${word}-graph`,
    node_id: `${word}-node`,
  };
  await post('/api/v1/events', [
    { id: `${word}-event`, type: 'tool:called', ...of, payload: { tool_name: `${word}_tool`, text: `${word} text` } },
    { type: 'model:response', ...of, payload: { model: `${word}-model`, input_tokens: 5 } },
    { type: 'user:message', ...of, payload: { text: `${word} says` } },
  ]);
  const action = { tool: `${word}_tool`, args: { command: word } };
  const ask = (msgId: string) =>
    post('/api/v1/questions', { question: `${word}?`, msg_id: `${word}-${msgId}`, kind: 'approval', action, ...of });
  const [open, closed] = [await ask('open'), await ask('closed')];
  await post(`/api/v1/questions/${open.id}/comments`, { text: `${word} comment`, by: `${word} person` });
  await post(`/api/v1/questions/${closed.id}/answer`, { decision: 'approve', scope: 'session' });
  await post('/api/v1/dashboards', { id: `${word}-board`, name: `${word} board`, panels: [{ panel: 'event-log' }] });
  const message = await post(`/api/v1/agents/${of.agent_id}/messages`, { text: `${word} message` });
  await send('PUT', `/api/v1/workspaces/${of.agent_id}/kv/${word}-entry`, JSON.stringify(`${word} value`));
  const channel = await post('/api/v1/notification-channels', {
    id: `${word}-channel`,
    name: `${word} channel`,
    kind: 'web_push',
  });
  const notificationRule = await post('/api/v1/notification-rules', {
    id: `${word}-rule`,
    name: `${word} rule`,
    agents: [of.agent_id],
    steps: [{ channel_id: channel.id, after_seconds: 3_600 }],
  });
  const p256dh = createECDH('prime256v1').generateKeys().toString('base64url');
  const subscription = await post('/api/v1/push-subscriptions', {
    endpoint: `http://127.0.0.1:1/${word}`,
    label: `${word} browser`,
    keys: { p256dh, auth: randomBytes(16).toString('base64url') },
  });
  const delivery = await post(`/api/v1/notification-channels/${channel.id}/test`, {});
  const page = await fetch(`${server.url}/settings/people/invite`, {
    method: 'POST',
    headers: { ...person.headers, 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({ email: `${word}@example.com`, role: 'viewer' }),
  });
  const [, invitationToken = ''] = /\/invite\/([\w-]+)/.exec(await page.text()) ?? [];
  await accounts.query('UPDATE projects SET retention_days = 3000 WHERE project = $1', [project]);
  return {
    word,
    agent: of.agent_id,
    session: of.session_id,
    graph: of.graph_id,
    node: of.node_id,
    event: `${word}-event`,
    question: open.id ?? '',
    closed: closed.id ?? '',
    msg: `${word}-open`,
    message: message.id ?? '',
    rule: await ids('SELECT id FROM approval_rules WHERE project = $1'),
    board: `${word}-board`,
    entry: `${word}-entry`,
    channel: channel.id ?? '',
    notificationRule: notificationRule.id ?? '',
    delivery: delivery.id ?? '',
    subscription: subscription.id ?? '',
    key: key.split('_')[1] ?? '',
    person: person.id,
    webSession: String((await accounts.query('SELECT id FROM sessions WHERE user_id = $1', [person.id])).rows[0]?.id),
    invitation: await ids("SELECT id FROM one_time_links WHERE project = $1 AND kind = 'invite'"),
    invitationToken,
    auditEntry: await ids('SELECT id FROM audit_log WHERE project = $1 ORDER BY id DESC LIMIT 1'),
    hash: open.shown_hash ?? '',
  };
}
