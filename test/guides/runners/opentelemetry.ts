/** Settings are read for what they say; programs are run with one span of their own and a flush, as theirs would be. */
import { expect } from '@jest/globals';
import { storedEvents } from '../../support/captured-telemetry.js';
import type { GuideRoom } from '../guide-room.js';
import type { Runners } from '../runner.js';

async function eventsOf(room: GuideRoom, session: string, count: number) {
  const deadline = Date.now() + 30_000;
  for (;;) {
    const events = await storedEvents(room.server, `&session_id=${session}`);
    if (events.length >= count || Date.now() > deadline) return events.map(({ type }) => type).sort();
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

const SPAN = `
provider
  .getTracer('guide')
  .startSpan('chat', { attributes: { 'gen_ai.operation.name': 'chat', 'session.id': 'guide-otel' } })
  .end();
await provider.shutdown();
`;

const TRACE = `
import { setTracingDisabled, withFunctionSpan, withTrace } from '@openai/agents';
setTracingDisabled(false);
await withTrace('guide', () => withFunctionSpan(async () => {}, { data: { name: 'f', input: '', output: '' } }), {
  groupId: 'guide-agents',
});
await processor.forceFlush();
`;

export const openTelemetryRunners: Runners = {
  'opentelemetry.md 1 toml': async (text) => {
    expect(text).toMatch(/^\[otel\]\nexporter = \{ otlp-http = \{ endpoint = "http:\/\/127\.0\.0\.1:4700\/v1\/logs"/);
  },
  'opentelemetry.md 2 json': async (text) => {
    expect(JSON.parse(text).telemetry).toMatchObject({ otlpEndpoint: 'http://127.0.0.1:4700', otlpProtocol: 'http' });
  },
  'opentelemetry.md 3 ts': async (text, room) => {
    await room.ts('telemetry.ts', `${text}${SPAN}`).output;
    expect(await eventsOf(room, 'guide-otel', 2)).toEqual(['model:request', 'model:response']);
  },
  'opentelemetry.md 4 ts': async (text, room) => {
    await room.ts('tracing.ts', `${text}${TRACE}`).output;
    expect(await eventsOf(room, 'guide-agents', 2)).toEqual(['tool:completed', 'tool:started']);
  },
};
