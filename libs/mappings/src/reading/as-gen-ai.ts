import type { JsonValue, Mapped, SpanRecord } from '@binnacle/plugin-kit';
import { genAiSpan } from '../gen-ai/spans.js';
import { known } from './attributes.js';

/** A span of another convention, read as one of the GenAI conventions with these attributes besides its own. */
export const asGenAi = (span: SpanRecord, given: Readonly<Record<string, JsonValue | undefined>>): Mapped | undefined =>
  genAiSpan({ ...span, attributes: { ...span.attributes, ...known(given) } });
