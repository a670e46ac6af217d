/** What holds for every operation, and would be repeated in each decorator. */
import { CLOUD_EVENT_CONTENT } from '@binnacle/ingest';
import type { OpenAPIObject } from '@nestjs/swagger';

type Operation = NonNullable<OpenAPIObject['paths'][string]['get']>;
type Content = NonNullable<Extract<Operation['requestBody'], { content: unknown }>['content']>;

const NDJSON = 'application/x-ndjson';
const PROTOBUF = 'application/x-protobuf';
const PROBLEM = { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } };

/** Failures are problem documents where a route has no form of its own; bodies of lines are lines, not arrays. */
export function completeOperations({ paths }: OpenAPIObject): void {
  for (const path of Object.values(paths)) {
    for (const operation of [path.get, path.post, path.put, path.patch, path.delete]) {
      if (!operation) continue;
      describeFailures(operation);
      if (!operation.requestBody || !('content' in operation.requestBody)) continue;
      describeLines(operation.requestBody.content);
      describeCloudEvents(operation.requestBody.content);
    }
  }
}

function describeFailures(operation: Operation): void {
  operation.responses.default ??= { description: 'Refused or failed; `code` says why' };
  for (const [status, response] of Object.entries(operation.responses)) {
    if (!response || ('content' in response && response.content)) continue;
    if (status === 'default' || Number(status) >= 400) Object.assign(response, { content: PROBLEM });
  }
}

/** A decorator gives one body for all types. */
function describeCloudEvents(content: Content): void {
  for (const [type, media] of Object.entries(CLOUD_EVENT_CONTENT)) {
    if (content[type]) content[type] = media as Content[string];
  }
}

function describeLines(content: Content): void {
  // An example can't show it, and that of JSON is none of it.
  if (content[PROTOBUF]) content[PROTOBUF] = { schema: { type: 'string', format: 'binary' } };
  const media = content[NDJSON];
  if (!media) return;
  const examples = Object.entries(media.examples ?? {}).map(([name, example]) => {
    const value = 'value' in example ? example.value : undefined;
    const lines = (Array.isArray(value) ? value : [value]).map((line) => `${JSON.stringify(line)}\n`).join('');
    return [name, { ...example, value: lines }];
  });
  content[NDJSON] = {
    schema: { type: 'string', description: 'One JSON object a line' },
    examples: Object.fromEntries(examples),
  };
}
