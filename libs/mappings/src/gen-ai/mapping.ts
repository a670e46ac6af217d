import { defineMapping } from '@binnacle/plugin-kit';
import { genAiLog } from './logs.js';
import { genAiMetric } from './metrics.js';
import { genAiSpan } from './spans.js';

export const genAi = defineMapping({
  id: 'gen-ai',
  title: 'OpenTelemetry GenAI semantic conventions',
  order: 700,
  span: genAiSpan,
  log: genAiLog,
  metric: genAiMetric,
});
