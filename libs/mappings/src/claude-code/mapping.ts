import { defineMapping } from '@binnacle/plugin-kit';
import { claudeLog } from './logs.js';
import { claudeMetric } from './metrics.js';
import { claudeSpan } from './spans.js';

export const claudeCode = defineMapping({
  id: 'claude-code',
  title: 'Claude Code',
  order: 500,
  span: claudeSpan,
  log: claudeLog,
  metric: claudeMetric,
});
