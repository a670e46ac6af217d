/** Clients whose hooks the server takes, as in `/hooks/{client}`. */
export const HOOK_CLIENTS = ['claude-code', 'codex', 'gemini'] as const;
export type HookClient = (typeof HOOK_CLIENTS)[number];

export const HOOK_CLIENT_NAMES: Readonly<Record<HookClient, string>> = {
  'claude-code': 'Claude Code',
  codex: 'Codex',
  gemini: 'Gemini CLI',
};
