/** The curl guide, by sh and curl, through a restart of the server. */
import { expect } from '@jest/globals';
import type { Runners } from '../runner.js';

const OPEN = ({ state }: { state: string }) => state === 'open';

export const curlRunners: Runners = {
  'curl.md 1 sh': async (text, room) => {
    expect(JSON.parse(await room.sh(text).output)).toMatchObject({ accepted: 1 });
    const { data } = await room.server.json<{ data: unknown[] }>('/api/v1/events?agent_id=nightly');
    expect(data).toMatchObject([{ type: 'agent:started', payload: { task: 'back up the shop' } }]);
  },
  'curl.md 2 sh': async (text, room) => {
    const run = room.sh(text);
    const { id } = await room.question({ agent: 'nightly' });
    await room.restart();
    await room.asking.answer(id, { answer: 'keep' });
    expect((await run.output).trim()).toBe('kept');
    await room.question({ agent: 'nightly' }, (one) => one.id === id && one.delivered_to === 'rest');
    // The same key: it finds the answer.
    expect((await room.sh(text).output).trim()).toBe('kept');
  },
  'curl.md 3 sh': async (text, room) => {
    const run = room.sh(text);
    const { id } = await room.question({ agent: 'nightly' });
    expect(await room.asking.see(id)).toMatchObject({ kind: 'approval', on_timeout: 'deny' });
    await room.asking.answer(id, { decision: 'approve' });
    expect((await run.output).trim()).toBe('deleting');
    expect(await room.asking.see(id)).toMatchObject({ resumed_at: expect.any(String), mismatched_at: null });
  },
  'curl.md 4 sh': async (text, room) => {
    expect(JSON.parse(await room.sh(text).output)).toMatchObject({ state: 'withdrawn', question: 'Anybody there?' });
  },
  'curl.md 5 sh': async (text, room) => {
    const run = room.sh(text);
    await room.server.post('/api/v1/agents/nightly/messages', { text: 'skip the images today' });
    expect(JSON.parse(await run.output)).toMatchObject({ data: [{ text: 'skip the images today' }] });
  },
  'curl.md 6 sh': async (text, room) => {
    const { id } = await room.asking.ask({ agent_id: 'nightly', question: 'Keep it?', options: ['keep'] });
    expect(OPEN(await room.asking.see(id))).toBe(true);
    await room.sh(text).output;
    expect(await room.asking.see(id)).toMatchObject({ answer: 'keep', answered_by: 'Ada' });
  },
};
