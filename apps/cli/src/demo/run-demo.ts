/**
 * The demo: three small programs that do real work on the current folder through the SDK, as one graph. They only read, use
 * no network but Binnacle's, and call no model; only the pauses between their steps are for show.
 */
import { randomUUID } from 'node:crypto';
import { runAgent, type Workplace } from './agent-program.js';
import type { DemoOptions } from './demo-options.js';
import { GraphProgress } from './graph-progress.js';
import { linkChecker } from './link-checker.js';
import { createPace } from './pace.js';
import { repoScout } from './repo-scout.js';
import { reportWriter } from './report-writer.js';

/** @returns whether the report was written; false when nobody answered, an agent failed, or the demo was stopped */
export async function runDemo({ client, terminal, speed, answerTimeoutMs, folder }: DemoOptions): Promise<boolean> {
  const run = randomUUID().slice(0, 8);
  const graph = { graphId: `demo-${run}`, sessionId: `demo-${run}` };
  const print = (line: string) => terminal.out(`${line}\n`);
  const { signal } = terminal;
  const progress = new GraphProgress(client, graph, print);
  const pace = createPace(speed, signal);
  const place = (name: string): Workplace => ({
    agent: client.agent(name, { ...graph, nodeId: name }),
    folder,
    pace,
    progress,
    signal,
  });
  print(`Three agents are at work. Watch them at ${client.url}`);
  client.emit('graph:started', { ...graph, payload: { completed: 0, label: 'a report about this folder' } });

  const languages = runAgent('count lines by language', place('repo-scout'), repoScout);
  const links = runAgent('check the links of the documents', place('link-checker'), linkChecker);
  const onAsking = () =>
    print(`\n  report-writer asks. Answer at ${client.url}, or: npx binnacle answer report-writer csv\n`);
  const report = runAgent('write a report', place('report-writer'), (work) =>
    reportWriter(work, { languages, links, answerTimeoutMs, onAsking }),
  );
  const ends = await Promise.allSettled([languages, links, report]);
  const failed = ends.find((end) => end.status === 'rejected');
  if (!failed) client.emit('graph:completed', { ...graph, payload: { ...progress.now, label: 'done' } });
  else
    client.emit('graph:failed', {
      ...graph,
      payload: { message: signal.aborted ? 'stopped' : reasonOf(failed.reason) },
    });
  print(failed ? (signal.aborted ? 'Stopped.' : `Ended without a report: ${reasonOf(failed.reason)}`) : 'Done.');
  await client.flush();
  return !failed;
}

const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
