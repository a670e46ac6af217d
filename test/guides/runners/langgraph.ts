/** LangGraph, the real package: its interrupts become questions, the answers resume it. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect } from '@jest/globals';
import type { Runners } from '../runner.js';

const FIXTURES = path.resolve(import.meta.dirname, '../../fixtures/hitl');
const captured = (name: string) => JSON.parse(readFileSync(path.join(FIXTURES, `${name}.json`), 'utf8'));

/** A graph that interrupts as LangChain's middleware was seen to, and prints what it is resumed with. */
const INTERRUPTED = (value: object) => `
import { Annotation, Command, INTERRUPT, interrupt, MemorySaver, START, StateGraph } from '@langchain/langgraph';
import { BinnacleClient } from 'binnacle/client';
import { decide } from './decide.js';
const graph = new StateGraph(Annotation.Root({ reply: Annotation }))
  .addNode('tool', () => ({ reply: interrupt(${JSON.stringify(value)}) }))
  .addEdge(START, 'tool')
  .compile({ checkpointer: new MemorySaver() });
const thread = { configurable: { thread_id: 't' } };
const binnacle = new BinnacleClient({ agentId: 'cleaner' });
const [asked] = (await graph.invoke({}, thread))[INTERRUPT];
const { reply } = await graph.invoke(new Command({ resume: { [asked.id]: await decide(binnacle, asked) } }), thread);
console.log(JSON.stringify(reply));
await binnacle.close();`;

export const langGraphRunners: Runners = {
  'langgraph.md 1 ts': async (text, room) => {
    const run = room.ts('deployer.ts', text);
    const { id } = await room.question({ agent: 'deployer' });
    expect(await room.asking.see(id)).toMatchObject({
      question: 'Deploy where?',
      options: ['staging', 'production'],
      session_id: 'release-42',
    });
    await room.asking.answer(id, { answer: 'production' });
    expect((await run.output).trim()).toBe('production');
  },
  'langgraph.md 2 ts': async (text, room) => {
    room.compile('decide.ts', text);
    const [{ value }] = captured('langchain-hitl.interrupt');
    const resumed = captured('langchain-hitl.resume');
    const [{ editedAction }] = resumed.decisions;
    const replies = [
      [{ decision: 'edit', edited_args: editedAction.args }, resumed],
      [{ decision: 'approve' }, { decisions: [{ type: 'approve' }] }],
      [{ decision: 'reject', message: 'never' }, { decisions: [{ type: 'reject', message: 'never' }] }],
    ] as const;
    for (const [reply, expected] of replies) {
      const run = room.ts('cleaner.ts', INTERRUPTED(value));
      const { id } = await room.question({ agent: 'cleaner' });
      expect(await room.asking.see(id)).toMatchObject({
        action: { tool: 'delete_rows', args: value.actionRequests[0].args },
        allowed: ['approve', 'edit', 'reject'],
      });
      await room.asking.answer(id, reply);
      expect(JSON.parse(await run.output)).toEqual(expected);
    }
  },
};
