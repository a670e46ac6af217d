/** OpenAI Agents, the real package, in front of a model that always wants to send an e-mail; killed while somebody is asked. */
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { text as readText } from 'node:stream/consumers';
import { expect } from '@jest/globals';
import type { GuideRoom } from '../guide-room.js';
import type { Runners } from '../runner.js';

const CAPTURED = path.resolve(import.meta.dirname, '../../fixtures/hitl/openai-agents-js.interruptions.json');
/** The call that was seen to interrupt a run. */
const [{ rawItem: CALL }] = JSON.parse(readFileSync(CAPTURED, 'utf8'));

/** Speaks as much of the Responses API as one tool call takes. */
async function model(): Promise<{ url: string; close(): void }> {
  let calls = 0;
  const server = createServer(async (request, response) => {
    const { input } = JSON.parse(await readText(request)) as { input: { type?: string; output?: string }[] };
    const done = input.find(({ type }) => type === 'function_call_output');
    const said = { type: 'output_text', text: `The tool says: ${done?.output}`, annotations: [] };
    const output = done
      ? { type: 'message', id: 'm', role: 'assistant', status: 'completed', content: [said] }
      : {
          type: 'function_call',
          id: 'f',
          call_id: `call_${calls++}`,
          name: CALL.name,
          arguments: CALL.arguments,
          status: 'completed',
        };
    const usage = { input_tokens: 1, output_tokens: 1, total_tokens: 2 };
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({ id: 'r', object: 'response', status: 'completed', output: [output], usage }));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`, close: () => server.close() };
}

async function mailed(text: string, room: GuideRoom, reply: Readonly<Record<string, unknown>>, url: string) {
  const start = () =>
    room.ts('mailer.ts', text, {
      OPENAI_API_KEY: 'not-a-key',
      OPENAI_BASE_URL: url,
      OPENAI_AGENTS_DISABLE_TRACING: '1',
    });
  const first = start();
  const { id } = await room.question({ agent: 'mailer' });
  first.child.kill('SIGKILL');
  await once(first.child, 'close');
  const second = start();
  await room.asking.answer(id, reply);
  const output = await second.output;
  const asked = await room.server.json<{ data: { id: string }[] }>('/api/v1/questions?agent_id=mailer');
  expect(asked.data[0]).toMatchObject({
    id,
    question: 'May Mailer call send_email?',
    action: { tool: 'send_email', args: JSON.parse(CALL.arguments) },
    allowed: ['approve', 'reject'],
  });
  await room.question({ agent: 'mailer' }, (one) => one.id === id && one.delivered_to === 'rest');
  return { output, questions: asked.data.length };
}

export const openAiAgentsRunners: Runners = {
  'openai-agents.md 1 ts': async (text, room) => {
    const fake = await model();
    try {
      const approved = await mailed(text, room, { decision: 'approve' }, fake.url);
      expect(approved).toEqual({ output: 'The tool says: sent to bob@example.com\n', questions: 1 });
      const refused = await mailed(text, room, { decision: 'reject', message: 'not to Bob' }, fake.url);
      expect(refused).toEqual({ output: 'The tool says: not to Bob\n', questions: 2 });
    } finally {
      fake.close();
    }
  },
};
