/** OTLP/JSON of traces as an agent makes them: a run, four model calls, four tools. No id is made twice. */
import { randomBytes } from 'node:crypto';

const PER_TRACE = 9;
const START = 1_795_419_140_000_000_000n;
let made = 0n;

const text = (key, value) => ({ key, value: { stringValue: value } });
const number = (key, value) => ({ key, value: { intValue: String(value) } });

const model = (prompt) => [
  text('gen_ai.operation.name', 'chat'),
  text('gen_ai.provider.name', 'openai'),
  text('gen_ai.request.model', 'gpt-4o'),
  text('gen_ai.response.model', 'gpt-4o-2024-08-06'),
  number('gen_ai.usage.input_tokens', 1_200),
  number('gen_ai.usage.output_tokens', 180),
  text('gen_ai.input.messages', JSON.stringify([{ role: 'user', parts: [{ type: 'text', content: prompt }] }])),
];
const tool = (index) => [
  text('gen_ai.operation.name', 'execute_tool'),
  text('gen_ai.tool.name', 'timetable'),
  text('gen_ai.tool.call.id', `call-${made}-${index}`),
  text('gen_ai.tool.call.arguments', '{"from":"Lyon","to":"Paris","day":"2026-11-28"}'),
];

function trace(prompt) {
  made += 1n;
  const traceId = randomBytes(16).toString('hex');
  const root = randomBytes(8).toString('hex');
  const at = (ms) => String(START + (made * 1_000n + BigInt(ms)) * 1_000_000n);
  const agent = [
    text('gen_ai.operation.name', 'invoke_agent'),
    text('gen_ai.agent.name', `agent-${made % 50n}`),
    text('gen_ai.conversation.id', `run-${made % 500n}`),
  ];
  const rest = { kind: 1, status: { code: 0 } };
  const children = Array.from({ length: PER_TRACE - 1 }, (_, index) => ({
    traceId,
    spanId: randomBytes(8).toString('hex'),
    parentSpanId: root,
    name: index % 2 ? 'execute_tool timetable' : 'chat gpt-4o',
    startTimeUnixNano: at(index * 10),
    endTimeUnixNano: at(index * 10 + 8),
    attributes: index % 2 ? tool(index) : model(prompt),
    ...rest,
  }));
  return [
    {
      traceId,
      spanId: root,
      name: 'invoke_agent',
      startTimeUnixNano: at(0),
      endTimeUnixNano: at(100),
      attributes: agent,
      ...rest,
    },
    ...children,
  ];
}

const PROMPT = 'Which trains go to Paris tomorrow?';

/** A request of so many spans; its last trace may be cut short. @param prompts how often each prompt says what it says */
export function sampleTraces(count, prompts = 1) {
  const prompt = PROMPT.repeat(prompts);
  const spans = Array.from({ length: Math.ceil(count / PER_TRACE) }, () => trace(prompt))
    .flat()
    .slice(0, count);
  const resource = { attributes: [text('service.name', 'trip-planner'), text('service.version', '1.2.0')] };
  return { resourceSpans: [{ resource, scopeSpans: [{ scope: { name: 'my.agent.lib', version: '0.3.1' }, spans }] }] };
}
