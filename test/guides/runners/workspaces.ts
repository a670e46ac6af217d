/** Workspaces: in a folder as the server is told to watch one, and over HTTP by an agent written from nothing. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect } from '@jest/globals';
import type { GuideRoom } from '../guide-room.js';
import type { Runners } from '../runner.js';

const fileOf = ({ folder }: GuideRoom, box: string) => path.join(folder, 'agents/writer', box, '1a2b3c4d.json');

async function written(file: string): Promise<Record<string, unknown>> {
  for (;;) {
    try {
      return JSON.parse(readFileSync(file, 'utf8'));
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 25));
    }
  }
}

export const workspaceRunners: Runners = {
  'workspaces.md 1 sh': async (text, room) => {
    const told = room.pretend('npm', '"$BINNACLE_WORKSPACES" "$@"');
    await room.sh(text).output;
    const [roots = '', ...args] = told();
    expect(args).toEqual(['start']);
    mkdirSync(path.resolve(room.folder, roots, 'writer'), { recursive: true });
    await room.restart({ BINNACLE_WORKSPACES: path.resolve(room.folder, roots) });
  },
  'workspaces.md 2 json': async (text, room) => {
    const file = fileOf(room, 'outbox/question');
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, text);
    const { id } = await room.question({ agent: 'writer' });
    expect(await room.asking.see(id)).toMatchObject({
      question: 'Which format?',
      options: ['json', 'csv'],
      msg_id: '1a2b3c4d',
      expires_at: expect.any(String),
    });
    await room.asking.answer(id, { answer: 'csv' });
  },
  'workspaces.md 3 json': async (text, room) => {
    const shown = JSON.parse(text) as Record<string, unknown>;
    expect(await written(fileOf(room, 'inbox/response'))).toEqual({ ...shown, responded_at: expect.any(String) });
  },
  'workspaces.md 4 ts': async (text, room) => {
    const run = room.ts('scout.ts', text);
    const { id } = await room.question({ agent: 'scout' });
    await room.asking.answer(id, { answer: 'json' });
    expect((await run.output).trim()).toBe('json');
    await room.question({ agent: 'scout' }, ({ resumed_at }) => resumed_at !== null);
  },
  'workspaces.md 5 sh': async (text, room) => {
    await room.server.post('/api/v1/agents/scout/messages', { text: 'look in the attic', sent_by: 'Ada' });
    expect(JSON.parse(await room.sh(text).output)).toMatchObject({ content: 'look in the attic', sent_by: 'Ada' });
    const { data } = await room.server.json<{ data: unknown[] }>('/api/v1/agents/scout/messages');
    expect(data).toMatchObject([{ read_by: 'workspace' }]);
  },
};
