/**
 * `node bench/otlp-mapping.mjs`: spans a second through the mappings alone, beside what it costs to write the same spans as JSON.
 * Needs `node tools/build.mjs`.
 */

import { readRecord } from '../dist/libs/ingest/src/adapters/otlp/mapping/records-read.js';
import { mappingsPlugin } from '../dist/libs/mappings/src/index.js';
import { Mappings, PluginHealth } from '../dist/libs/registry/src/index.js';

const SPANS = 20_000;
const ROUNDS = 7;

const KINDS = {
  'GenAI chat': {
    'gen_ai.operation.name': 'chat',
    'gen_ai.request.model': 'gpt-4o',
    'gen_ai.usage.input_tokens': 120,
    'gen_ai.usage.output_tokens': 17,
    'gen_ai.input.messages': '[{"role":"user","parts":[{"type":"text","content":"Weather in Paris?"}]}]',
  },
  'OpenInference TOOL': {
    'openinference.span.kind': 'TOOL',
    'tool.name': 'search',
    'input.value': '{"q":"x"}',
    'input.mime_type': 'application/json',
  },
  'AI SDK call': {
    'ai.operationId': 'ai.generateText.doGenerate',
    'ai.model.id': 'gpt-4o',
    'ai.usage.inputTokens': 9,
    'ai.response.text': 'Hello',
  },
  'nobody’s': { 'http.request.method': 'GET', 'url.path': '/', 'server.address': 'localhost' },
};

const parts = mappingsPlugin.providers
  .filter(({ part }) => part?.kind === 'mapping')
  .map(({ useFactory }) => useFactory());
const mappings = new Mappings(parts, new PluginHealth());

const spansOf = (attributes) =>
  Array.from({ length: SPANS }, (_, index) => ({
    signal: 'span',
    traceId: '0af7651916cd43dd8448eb211c80319c',
    spanId: index.toString(16).padStart(16, '0'),
    parentSpanId: index === 0 ? '' : '0000000000000000',
    name: 'span',
    kind: 1,
    startNs: 1_795_419_142_000_000_000n,
    endNs: 1_795_419_143_000_000_000n,
    attributes,
    events: [],
    links: [],
    status: { code: 0, message: '' },
    resource: { 'service.name': 'shop' },
    scope: { name: 'bench', version: '', attributes: {} },
  }));

const perSecond = (spans, work) => {
  const rounds = Array.from({ length: ROUNDS }, () => {
    const start = performance.now();
    for (const span of spans) work(span);
    return performance.now() - start;
  });
  return Math.round(SPANS / (rounds.sort((a, b) => a - b)[ROUNDS >> 1] / 1_000));
};

const asText = (_, value) => (typeof value === 'bigint' ? value.toString() : value);
for (const [name, attributes] of Object.entries(KINDS)) {
  const spans = spansOf(attributes);
  const mapped = perSecond(spans, (span) => mappings.read(span));
  const events = perSecond(spans, (span) => readRecord(span, { mappings }));
  const json = perSecond(spans, (span) => JSON.stringify(span, asText));
  console.log(
    `${name.padEnd(20)} mapped ${mapped}/s, as events ${events}/s, written as JSON ${json}/s (events ÷ JSON ${(events / json).toFixed(2)})`,
  );
}
