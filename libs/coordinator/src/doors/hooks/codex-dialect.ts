import { claudeCodeDialect } from './claude-code-dialect.js';
import type { HookDialect } from './hook-dialect.js';

/**
 * As Codex 0.169 takes it: PreToolUse can only refuse, and an `allow` fails there, so that approving means having no opinion.
 * Its PermissionRequest speaks as Claude Code's, without other arguments.
 */
export const codexDialect: HookDialect = {
  ...claudeCodeDialect,
  denied: [],
  edits: false,
  allow: (body, reply, by) => (body.hook === 'PermissionRequest' ? claudeCodeDialect.allow(body, reply, by) : {}),
};
