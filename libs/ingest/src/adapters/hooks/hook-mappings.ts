import type { HookVendor } from './hook-body.js';
import { CLAUDE_CODE_MAPPINGS } from './mappings/claude-code-mappings.js';
import { CODEX_MAPPINGS } from './mappings/codex-mappings.js';
import { GEMINI_MAPPINGS } from './mappings/gemini-mappings.js';
import type { Mappings } from './mappings/mapping.js';

/** Which event each hook is, by the names the clients give them. What is not here is kept raw, as `raw:hook`. */
export const HOOK_MAPPINGS: Readonly<Record<HookVendor, Mappings>> = {
  'claude-code': CLAUDE_CODE_MAPPINGS,
  codex: CODEX_MAPPINGS,
  gemini: GEMINI_MAPPINGS,
};
