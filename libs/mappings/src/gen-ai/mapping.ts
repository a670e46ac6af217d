import { defineMapping } from '@binnacle/plugin-kit';
import { genAiSpan } from './spans.js';

export const genAi = defineMapping({
  id: 'gen-ai',
  title: 'OpenTelemetry GenAI semantic conventions',
  order: 700,
  span: genAiSpan,
});
