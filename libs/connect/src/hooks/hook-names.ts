import type { HookClient } from './hook-client.js';

/** What a hook needs of its configuration. */
export interface HookNames {
  /** Told and forgotten. */
  readonly observed: readonly string[];
  /** Wait for people when the URL says so. */
  readonly held: readonly string[];
  /** Which of these the client runs as commands only; undefined: all of them. */
  readonly commandOnly: readonly string[] | undefined;
  /** Told by its OpenTelemetry data too, without an id by which both could be seen to be one; left out beside it. */
  readonly toldByTelemetry: readonly string[];
  /** Known, and left out with a reason. */
  readonly left: Readonly<Record<string, string>>;
}

/** Every hook of every client is in one of these lists; a test holds them equal to the server's mapping tables. */
export const HOOK_NAMES: Readonly<Record<HookClient, HookNames>> = {
  'claude-code': {
    observed: [
      'SessionStart',
      'UserPromptSubmit',
      'UserPromptExpansion',
      'PermissionDenied',
      'PostToolUse',
      'PostToolUseFailure',
      'Notification',
      'SubagentStart',
      'SubagentStop',
      'TaskCreated',
      'TaskCompleted',
      'TeammateIdle',
      'Elicitation',
      'ElicitationResult',
      'InstructionsLoaded',
      'ConfigChange',
      'CwdChanged',
      'PreCompact',
      'PostCompact',
      'Stop',
      'StopFailure',
      'SessionEnd',
    ],
    held: ['PreToolUse', 'PermissionRequest'],
    commandOnly: ['SessionStart'],
    // Calls, prompts and requests have ids of their own.
    toldByTelemetry: [],
    left: {
      Setup: 'it runs before the first session, for set-up scripts',
      PostToolBatch: 'its calls are told one by one',
      MessageDisplay: 'it runs for every piece of text, and Stop tells all of it',
      DirectoryAdded: 'CwdChanged and the calls themselves tell where work is done',
      FileChanged: 'its matcher is the list of files to watch',
      WorktreeCreate: "a hook there replaces git's own work",
      WorktreeRemove: "a hook there replaces git's own work",
      PreModelSwitch: 'a late answer would refuse the switch',
      PostModelSwitch: 'versions before it, such as 2.1.197, ask at every start what to do about it',
    },
  },
  codex: {
    observed: [
      'SessionStart',
      'UserPromptSubmit',
      'PostToolUse',
      'PreCompact',
      'PostCompact',
      'SubagentStart',
      'SubagentStop',
      'Stop',
    ],
    held: ['PreToolUse', 'PermissionRequest'],
    commandOnly: undefined,
    toldByTelemetry: ['UserPromptSubmit'],
    left: {},
  },
  gemini: {
    observed: [
      'SessionStart',
      'BeforeAgent',
      'BeforeModel',
      'AfterModel',
      'AfterTool',
      'AfterAgent',
      'Notification',
      'SessionEnd',
    ],
    held: ['BeforeTool'],
    commandOnly: undefined,
    toldByTelemetry: ['BeforeAgent', 'BeforeModel', 'AfterModel', 'BeforeTool', 'AfterTool'],
    left: {
      BeforeToolSelection: 'BeforeModel tells of the same request',
      PreCompress: 'it runs before every call of the model, whether or not anything is cut',
    },
  },
};
