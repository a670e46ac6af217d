/** What the OpenTelemetry data of known clients and conventions means: one plugin, through the same door as everyone's. */
import { definePlugin } from '@binnacle/plugin-kit';
import { adk } from './adk/mapping.js';
import { agentFramework } from './agent-framework/mapping.js';
import { aiSdk } from './ai-sdk/mapping.js';
import { braintrust } from './braintrust/mapping.js';
import { claudeCode } from './claude-code/mapping.js';
import { codex } from './codex/mapping.js';
import { geminiCli } from './gemini-cli/mapping.js';
import { genAi } from './gen-ai/mapping.js';
import { genkit } from './genkit/mapping.js';
import { haystack } from './haystack/mapping.js';
import { langfuse } from './langfuse/mapping.js';
import { langsmith } from './langsmith/mapping.js';
import { logfire } from './logfire/mapping.js';
import { mastra } from './mastra/mapping.js';
import { mcp } from './mcp/mapping.js';
import { mlflow } from './mlflow/mapping.js';
import { openInference } from './openinference/mapping.js';
import { traceloop } from './traceloop/mapping.js';

export {
  adk,
  agentFramework,
  aiSdk,
  braintrust,
  claudeCode,
  codex,
  geminiCli,
  genAi,
  genkit,
  haystack,
  langfuse,
  langsmith,
  logfire,
  mastra,
  mcp,
  mlflow,
  openInference,
  traceloop,
};

export const mappingsPlugin = definePlugin({
  id: 'binnacle-mappings',
  version: '0.1.0',
  binnacle: '^1.0',
  mappings: [
    claudeCode,
    codex,
    geminiCli,
    adk,
    logfire,
    langsmith,
    genkit,
    mastra,
    aiSdk,
    openInference,
    traceloop,
    braintrust,
    mlflow,
    haystack,
    agentFramework,
    mcp,
    langfuse,
    genAi,
  ],
});
