import type { HookVendor } from '@binnacle/ingest';
import { claudeCodeDialect } from './claude-code-dialect.js';
import { codexDialect } from './codex-dialect.js';
import { geminiDialect } from './gemini-dialect.js';
import type { HookDialect } from './hook-dialect.js';

export const HOOK_DIALECTS: Readonly<Record<HookVendor, HookDialect>> = {
  'claude-code': claudeCodeDialect,
  codex: codexDialect,
  gemini: geminiDialect,
};
