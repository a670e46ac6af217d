/** Frameworks that send spans: an address, and for some a line of code. */
import type { ConnectClient } from '../connect-client.js';
import type { ServerAddress } from '../server-address.js';
import { shellQuote } from '../shell-quote.js';
import { otlpHeaders } from './telemetry.js';

const environment = ({ url, key }: ServerAddress, more: readonly string[] = []): string =>
  [
    `export OTEL_EXPORTER_OTLP_ENDPOINT=${shellQuote(url)}`,
    'export OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf',
    ...(key === undefined ? [] : [`export OTEL_EXPORTER_OTLP_HEADERS=${shellQuote(otlpHeaders(key))}`]),
    ...more,
  ].join('\n');

const ENVIRONMENT = 'In the environment of your program';
const FLUSH = 'Spans are sent in batches, some seconds after they end: let the program end its tracing cleanly.';

/** Quoted as JavaScript source. */
const js = (text: string): string => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;

export const TELEMETRY_CLIENTS: readonly ConnectClient[] = [
  {
    id: 'opentelemetry',
    name: 'OpenTelemetry SDK',
    lead: 'Any language. Spans of the GenAI conventions and of OpenInference become agents, tool calls and model calls.',
    snippets: (server) => [{ id: 'environment', title: ENVIRONMENT, text: environment(server) }],
    checks: [FLUSH, 'The protocol is OTLP over HTTP; gRPC, at port 4317, is another one.'],
    source: undefined,
    guide: undefined,
  },
  {
    id: 'ai-sdk',
    name: 'AI SDK',
    lead: 'Every generateText, streamText and tool call, with tokens.',
    snippets: (server) => [
      { id: 'environment', title: ENVIRONMENT, text: environment(server) },
      {
        id: 'code',
        title: 'Before your code: npm install @opentelemetry/sdk-trace-node @opentelemetry/exporter-trace-otlp-proto',
        text: `import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-proto';
import { BatchSpanProcessor, NodeTracerProvider } from '@opentelemetry/sdk-trace-node';

const tracing = new NodeTracerProvider({
  spanProcessors: [new BatchSpanProcessor(new OTLPTraceExporter())],
});
tracing.register();

// With every call: generateText({ model, prompt,
//   experimental_telemetry: { isEnabled: true, functionId: 'my-agent' } })
// At the end: await tracing.shutdown();`,
      },
    ],
    checks: ['Each call needs experimental_telemetry with isEnabled: true.', FLUSH],
    source: undefined,
    guide: undefined,
  },
  {
    id: 'langgraph',
    name: 'LangGraph, LangChain',
    lead: 'Runs, model and tool calls by the tracing that is built in; interrupts can be answered here.',
    snippets: (server) => [
      {
        id: 'environment',
        title: `${ENVIRONMENT}. Python: pip install "langsmith[otel]"`,
        text: environment(server, [
          'export LANGSMITH_TRACING=true LANGSMITH_OTEL_ENABLED=true LANGSMITH_OTEL_ONLY=true',
        ]),
      },
      {
        id: 'interrupt',
        title: 'JavaScript: an interrupt that is asked here',
        text: `import { Command, INTERRUPT, isInterrupted } from '@langchain/langgraph';
import { BinnacleClient } from 'binnacle/client';

const binnacle = new BinnacleClient({ url: ${js(server.url)},${server.key === undefined ? '' : ` apiKey: ${js(server.key)},`} agentId: 'my-graph' });
let state = await graph.invoke(input, thread);
while (isInterrupted(state)) {
  const resume = {};
  for (const { id, value } of state[INTERRUPT]) {
    resume[id] = await binnacle.ask(value.question, { options: value.options, msgId: id });
  }
  state = await graph.invoke(new Command({ resume }), thread);
}`,
      },
    ],
    checks: [FLUSH],
    source: undefined,
    guide: 'agents/langgraph.md',
  },
  {
    id: 'openai-agents',
    name: 'OpenAI Agents',
    lead: 'Its own tracing, sent here instead of to OpenAI.',
    snippets: ({ url, key }) => [
      {
        id: 'code',
        title: 'JavaScript, once at the start',
        text: `import { BatchTraceProcessor, OpenAITracingExporter, setTraceProcessors } from '@openai/agents';

const exporter = new OpenAITracingExporter({
  endpoint: ${js(`${url}/v1/traces/ingest`)},
  apiKey: ${js(key ?? 'none')},
});
// Of the Responses API the SDK would tell neither model, tokens nor texts.
setTraceProcessors([
  new BatchTraceProcessor({
    export(items, signal) {
      for (const item of items) {
        const data = 'spanData' in item ? item.spanData : {};
        const { model, output, usage } = data._response ?? {};
        if (usage) Object.assign(data, { input: data._input, model, output, usage });
      }
      return exporter.export(items, signal);
    },
  }),
]);`,
      },
    ],
    checks: ['A short program should await getGlobalTraceProvider().forceFlush() before it ends.'],
    source: undefined,
    guide: 'agents/openai-agents.md',
  },
  {
    id: 'langfuse',
    name: 'Langfuse SDK',
    lead: 'Programs that trace with Langfuse already: another address, the same code.',
    snippets: ({ url, key }) => [
      {
        id: 'environment',
        title: ENVIRONMENT,
        text: [
          // SDK 5, SDK 3, and Python's.
          ...['LANGFUSE_BASE_URL', 'LANGFUSE_BASEURL', 'LANGFUSE_HOST'].map(
            (name) => `export ${name}=${shellQuote(url)}`,
          ),
          `export LANGFUSE_PUBLIC_KEY=binnacle LANGFUSE_SECRET_KEY=${shellQuote(key ?? 'none')}`,
        ].join('\n'),
      },
    ],
    checks: [FLUSH],
    source: undefined,
    guide: undefined,
  },
];
