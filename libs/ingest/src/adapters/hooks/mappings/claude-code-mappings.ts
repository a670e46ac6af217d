/** All 33 hooks of Claude Code 2.1 by https://code.claude.com/docs/en/hooks. */
import { isJsonObject, type JsonObject } from '@binnacle/events';
import { type HookBody, textOf } from '../hook-body.js';
import { fields, hidden, type Mapping, type Mappings } from './mapping.js';
import {
  compacted,
  compacting,
  notified,
  prompted,
  sessionEnded,
  sessionStarted,
  subagentStarted,
  turnEnded,
} from './session-mappings.js';
import { permission, toolCalled, toolCompleted, toolDenied, toolFailed } from './tool-mappings.js';

/** The turn ended in an error of the model's API. */
const turnFailed: Mapping = ({ fields: given }) => ({
  type: 'agent:failed',
  payload: {
    error: given.error ?? given.error_type ?? null,
    message: textOf(given.error_details) ?? textOf(given.last_assistant_message) ?? null,
  },
});

/** An MCP server asks the agent's own user: nobody can answer it from here. */
const elicited: Mapping = ({ fields: given }) => ({
  type: 'agent:blocked',
  payload: {
    question: textOf(given.message) ?? `${textOf(given.mcp_server_name) ?? 'An MCP server'} asks for input`,
    answerable: false,
    msg_id: idOf(given),
    mcp_server: textOf(given.mcp_server_name) ?? null,
    url: textOf(given.url) ?? null,
  },
});
const elicitationAnswered: Mapping = ({ fields: given }) => ({
  type: 'agent:resumed',
  payload: {
    answer: isJsonObject(given.content) ? JSON.stringify(given.content) : (textOf(given.action) ?? ''),
    msg_id: idOf(given),
    mcp_server: textOf(given.mcp_server_name) ?? null,
  },
});
/** Without an id the server asks one question at a time. */
const idOf = (given: JsonObject): string =>
  textOf(given.elicitation_id)?.slice(0, 128) ??
  `elicitation-${(textOf(given.mcp_server_name) ?? 'unknown').replace(/[^\w.-]/g, '_').slice(0, 100)}`;

const task = (type: string): Mapping =>
  fields(type, {
    task_id: 'task_id',
    task: 'task_subject',
    description: 'task_description',
    teammate: 'teammate_name',
    team: 'team_name',
  });

const switched = { from: 'from_model', model: 'to_model' };
const displayed = ({ fields: given }: HookBody): JsonObject => ({
  text: textOf(given.delta) ?? null,
  message_id: given.message_id ?? null,
  index: given.index ?? null,
  final: given.final ?? null,
});

export const CLAUDE_CODE_MAPPINGS: Mappings = {
  SessionStart: sessionStarted,
  Setup: fields('agent:setup', { trigger: 'trigger' }),
  SessionEnd: sessionEnded,
  UserPromptSubmit: prompted,
  UserPromptExpansion: fields('user:command', {
    command: 'command_name',
    arguments: 'command_args',
    kind: 'expansion_type',
    text: 'prompt',
  }),
  PreToolUse: toolCalled,
  PermissionRequest: permission,
  PermissionDenied: toolDenied,
  PostToolUse: toolCompleted,
  PostToolUseFailure: toolFailed,
  // Its calls have been told one by one; all of their output again would double the archive.
  PostToolBatch: hidden(({ fields: given }) => ({
    calls: Array.isArray(given.tool_calls)
      ? given.tool_calls.map((call) => (isJsonObject(call) ? (textOf(call.tool_use_id) ?? null) : null))
      : [],
  })),
  Notification: notified,
  MessageDisplay: hidden(displayed),
  SubagentStart: subagentStarted,
  SubagentStop: turnEnded,
  TaskCreated: task('agent:task_created'),
  TaskCompleted: task('agent:task_completed'),
  Stop: turnEnded,
  StopFailure: turnFailed,
  TeammateIdle: fields('agent:idle', { name: 'teammate_name', team: 'team_name' }),
  InstructionsLoaded: fields('agent:instructions_loaded', {
    file: 'file_path',
    kind: 'memory_type',
    reason: 'load_reason',
    parent: 'parent_file_path',
  }),
  ConfigChange: fields('agent:config_changed', { source_name: 'source', file: 'file_path' }),
  CwdChanged: fields('agent:cwd_changed', { from: 'old_cwd', to: 'new_cwd' }),
  DirectoryAdded: fields('agent:directory_added', { directory: 'directory', by: 'source' }),
  FileChanged: fields('agent:file_changed', { file: 'file_path', change: 'event' }),
  WorktreeCreate: fields('agent:worktree_created', { name: 'name' }),
  WorktreeRemove: fields('agent:worktree_removed', { path: 'worktree_path' }),
  PreCompact: compacting,
  PostCompact: compacted,
  PreModelSwitch: fields('agent:model_switching', switched),
  PostModelSwitch: fields('agent:model_switched', switched),
  Elicitation: elicited,
  ElicitationResult: elicitationAnswered,
};
