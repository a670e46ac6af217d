import { LANGFUSE_SCHEMAS } from './langfuse/openapi.js';
import { AGENTS_SCHEMAS } from './openai-agents/openapi.js';
import { OTLP_SCHEMAS } from './otlp/openapi.js';

export const TELEMETRY_SCHEMAS = { ...OTLP_SCHEMAS, ...AGENTS_SCHEMAS, ...LANGFUSE_SCHEMAS };
