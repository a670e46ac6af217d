import {
  BATCH_SCHEMAS,
  HOOK_SCHEMAS,
  MESSAGE_SCHEMAS,
  QUESTION_SCHEMAS,
  WORKSPACE_SCHEMAS,
} from '@binnacle/coordinator';
import { DASHBOARD_SCHEMAS } from '@binnacle/dashboard';
import { ERROR_CODES } from '@binnacle/events';
import { INGEST_SCHEMAS, TELEMETRY_SCHEMAS } from '@binnacle/ingest';
import { NOTIFICATION_SCHEMAS } from '@binnacle/notifiers';
import type { INestApplication } from '@nestjs/common';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import { HEALTH_SCHEMAS } from '../operations/health/openapi.js';
import { completeOperations } from './complete-operations.js';

/** Where they begin: the only routes that no controller has. */
export const API_DOCS = '/api/docs';

/** OpenAPI 3.1 as a page at /api/docs and as JSON at /api/docs-json. */
export function serveApiDocs(app: INestApplication, version: string): void {
  SwaggerModule.setup('api/docs', app, () => apiDocument(app, version), { jsonDocumentUrl: 'api/docs-json' });
}

function apiDocument(app: INestApplication, version: string): OpenAPIObject {
  const frame = new DocumentBuilder()
    .setOpenAPIVersion('3.1.0')
    .setTitle('Binnacle')
    .setDescription(
      'Events in, history out, questions answered. Errors are RFC 9457 problem documents with a stable `code`.',
    )
    .setVersion(version)
    .build();
  const document = SwaggerModule.createDocument(app, frame);
  completeOperations(document);
  return { ...document, components: { ...document.components, schemas: SCHEMAS } };
}

const SCHEMAS = {
  ...INGEST_SCHEMAS,
  ...TELEMETRY_SCHEMAS,
  ...DASHBOARD_SCHEMAS,
  ...WORKSPACE_SCHEMAS,
  ...BATCH_SCHEMAS,
  ...HOOK_SCHEMAS,
  ...MESSAGE_SCHEMAS,
  ...QUESTION_SCHEMAS,
  ...NOTIFICATION_SCHEMAS,
  ...HEALTH_SCHEMAS,
  Problem: {
    type: 'object',
    description: 'RFC 9457; further members belong to the code',
    properties: {
      type: { type: 'string', description: '`urn:binnacle:error:<code>`' },
      title: { type: 'string' },
      status: { type: 'integer', minimum: 400, maximum: 599 },
      detail: { type: 'string', description: 'For people: names the field and the limit' },
      code: { enum: Object.keys(ERROR_CODES) },
      help: { type: 'string' },
      request_id: { type: 'string', description: 'The answer’s `x-request-id`; stands in the log' },
    },
    required: ['type', 'title', 'status', 'detail', 'code', 'help', 'request_id'],
    examples: [
      {
        type: 'urn:binnacle:error:event_not_found',
        title: ERROR_CODES.event_not_found.title,
        status: 404,
        detail: 'no event has the id "x"',
        code: 'event_not_found',
        help: ERROR_CODES.event_not_found.help,
        request_id: '0190f3c2-6f0e-7c4e-9d0a-6a4d1a2b3c4d',
      },
    ],
  },
};
