/** OpenTelemetry over HTTP, from the bytes to the commit, against decoding the same bytes and nothing more. Higher is better. */

import { fromBinary, fromJson, toBinary } from '@bufbuild/protobuf';
import { JsonEncoding } from '../dist/libs/ingest/src/adapters/otlp/decode/json/json-encoding.js';
import { ProtobufEncoding } from '../dist/libs/ingest/src/adapters/otlp/decode/protobuf/protobuf-encoding.js';
import { readRecords } from '../dist/libs/ingest/src/adapters/otlp/decode/read-records.js';
import { SIGNALS } from '../dist/libs/ingest/src/adapters/otlp/decode/signals.js';
import { ExportTraceServiceRequestSchema as Request } from '../dist/libs/ingest/src/adapters/otlp/protobuf/opentelemetry/proto/collector/trace/v1/trace_service_pb.js';
import { benchDatabases } from './support/bench-database.mjs';
import { startBinnacle } from './support/bench-server.mjs';
import { HttpPoster, inLanes } from './support/http-poster.mjs';
import { sampleTraces } from './support/sample-traces.mjs';

const SPANS = 8_192;
const BATCH = 512;
const LANES = 4;
const ROUNDS = 2;
/** Prompts of the one large request: 17 KB each, as agents send them that read files. */
const LARGE_PROMPTS = 500;
const LARGE_BYTES = 63 * 1_048_576;
const PROTOBUF = 'application/x-protobuf';
const JSON_TYPE = 'application/json';

const protobufOf = (traces) => Buffer.from(toBinary(Request, fromJson(Request, withBase64(traces))));
const jsonOf = (traces) => Buffer.from(JSON.stringify(traces));

/** OTLP's JSON has ids in hex, that of protobuf in general in base64. */
function withBase64(traces) {
  const ids = new Set(['traceId', 'spanId', 'parentSpanId']);
  return JSON.parse(JSON.stringify(traces), (key, value) =>
    ids.has(key) ? Buffer.from(value, 'hex').toString('base64') : value,
  );
}

const encodings = [
  {
    name: 'protobuf',
    type: PROTOBUF,
    encode: protobufOf,
    decode: (body) => fromBinary(Request, body),
    Reader: ProtobufEncoding,
  },
  {
    name: 'JSON',
    type: JSON_TYPE,
    encode: jsonOf,
    decode: (body) => JSON.parse(body.toString()),
    Reader: JsonEncoding,
  },
];

function batches(encode) {
  return Array.from({ length: Math.ceil(SPANS / BATCH) }, () => encode(sampleTraces(BATCH)));
}

function bareRate(bodies, decode) {
  const started = performance.now();
  for (const body of bodies) decode(body);
  return (bodies.length * BATCH * 1_000) / (performance.now() - started);
}

/** Down to the records that mappings read. */
async function recordRate(bodies, Reader) {
  let records = 0;
  const started = performance.now();
  for (const body of bodies) {
    for await (const portion of readRecords(new Reader(body), SIGNALS.traces)) records += portion.records.length;
  }
  return (records * 1_000) / (performance.now() - started);
}

async function endToEnd(url, bodies, type) {
  const poster = new HttpPoster(url, LANES);
  const started = performance.now();
  await inLanes(bodies.length, LANES, (index) => poster.post('/v1/traces', bodies[index], { 'content-type': type }));
  const rate = (bodies.length * BATCH * 1_000) / (performance.now() - started);
  poster.close();
  return rate;
}

/** One request of nearly 64 MiB, with what it costs those beside it. */
async function large(server, { encode, type }) {
  const size = encode(sampleTraces(BATCH, LARGE_PROMPTS)).length / BATCH;
  const spans = Math.floor(LARGE_BYTES / size);
  const body = encode(sampleTraces(spans, LARGE_PROMPTS));
  const before = server.rssMb();
  let [peak, longest, done] = [before, 0, false];
  const watch = (async () => {
    while (!done) {
      const started = performance.now();
      await (await fetch(`${server.url}/api/public/health`)).arrayBuffer();
      longest = Math.max(longest, performance.now() - started);
      peak = Math.max(peak, server.rssMb());
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  })();
  const started = performance.now();
  const response = await fetch(`${server.url}/v1/traces`, {
    method: 'POST',
    headers: { 'content-type': type },
    body,
    signal: AbortSignal.timeout(590_000),
  });
  const seconds = (performance.now() - started) / 1_000;
  done = true;
  await watch;
  if (response.status !== 200) throw new Error(`${response.status}: ${await response.text()}`);
  return { bytes: body.length, spans, seconds, before, peak, longest };
}

const whole = (number) => Math.round(number).toLocaleString('en');

export async function benchOtlp() {
  const databases = await benchDatabases('binnacle');
  const server = await startBinnacle(databases.urls[0]);
  try {
    await endToEnd(server.url, batches(jsonOf).slice(0, 8), JSON_TYPE);
    const rates = [];
    for (const { name, type, encode, decode, Reader } of encodings) {
      let [bare, read, taken] = [0, 0, 0];
      for (let round = 0; round < ROUNDS; round++) {
        const bodies = batches(encode);
        bare = Math.max(bare, bareRate(bodies, decode));
        read = Math.max(read, await recordRate(bodies, Reader));
        taken = Math.max(taken, await endToEnd(server.url, bodies, type));
      }
      rates.push([
        name,
        whole(bare),
        whole(read),
        whole(taken),
        whole(taken * 2),
        `${((taken / bare) * 100).toFixed(1)} %`,
      ]);
    }
    const costs = [];
    for (const encoding of encodings) {
      const { bytes, spans, seconds, before, peak, longest } = await large(server, encoding);
      costs.push([
        encoding.name,
        whole(bytes / 1_048_576),
        whole(spans),
        seconds.toFixed(1),
        whole(before),
        whole(peak),
        whole(longest),
      ]);
    }
    return [
      {
        title: 'OpenTelemetry over HTTP, durable',
        note: `Traces of nine spans with GenAI attributes, ${BATCH} spans a request, ${LANES} connections; best of ${ROUNDS} rounds. A span is two events. Anchor: decoding the same bodies in one process, with nothing made of them (\`fromBinary\`, \`JSON.parse\`).`,
        head: ['', 'bare decode, spans/s', 'read as records, spans/s', 'stored, spans/s', 'events/s', 'of bare decode'],
        rows: rates,
      },
      {
        title: 'One OpenTelemetry request of nearly 64 MiB',
        note: 'Prompts of 17 KB. Resident memory of the server before and at its peak, and the longest that a request beside it waited for its answer.',
        head: ['', 'MiB', 'spans', 'seconds', 'MB before', 'MB at peak', 'longest wait beside it, ms'],
        rows: costs,
      },
    ];
  } finally {
    await server.stop();
    await databases.stop();
  }
}
