/**
 * All ten hooks of Codex 0.169, which speaks Claude Code's language with one hook for both ends of a tool call; and its older `notify`,
 * which tells the end of a turn to a program.
 */
import type { Mappings } from './mapping.js';
import { compacted, compacting, prompted, sessionStarted, subagentStarted, turnEnded } from './session-mappings.js';
import { permission, toolCalled, toolEnded } from './tool-mappings.js';

export const CODEX_NOTIFY = 'agent-turn-complete';

export const CODEX_MAPPINGS: Mappings = {
  SessionStart: sessionStarted,
  UserPromptSubmit: prompted,
  PreToolUse: toolCalled,
  PermissionRequest: permission,
  PostToolUse: toolEnded,
  PreCompact: compacting,
  PostCompact: compacted,
  SubagentStart: subagentStarted,
  SubagentStop: turnEnded,
  Stop: turnEnded,
  [CODEX_NOTIFY]: turnEnded,
};
