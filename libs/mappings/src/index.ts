/** What the OpenTelemetry data of known clients and conventions means: one plugin, through the same door as everyone's. */
import { definePlugin } from '@binnacle/plugin-kit';
import { aiSdk } from './ai-sdk/mapping.js';
import { claudeCode } from './claude-code/mapping.js';
import { codex } from './codex/mapping.js';
import { geminiCli } from './gemini-cli/mapping.js';
import { genAi } from './gen-ai/mapping.js';
import { langfuse } from './langfuse/mapping.js';
import { openInference } from './openinference/mapping.js';
import { traceloop } from './traceloop/mapping.js';

export { aiSdk, claudeCode, codex, geminiCli, genAi, langfuse, openInference, traceloop };

export const mappingsPlugin = definePlugin({
  id: 'binnacle-mappings',
  version: '0.1.0',
  binnacle: '^1.0',
  mappings: [langfuse, claudeCode, codex, geminiCli, aiSdk, openInference, traceloop, genAi],
});
