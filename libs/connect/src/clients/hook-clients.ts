import { additionText } from '../addition.js';
import { clientConfiguration } from '../client-configuration.js';
import type { ConnectClient } from '../connect-client.js';
import { HOOK_CLIENT_NAMES, type HookClient } from '../hooks/hook-client.js';
import type { ServerAddress } from '../server-address.js';
import { shellQuote } from '../shell-quote.js';
import type { Snippet } from '../snippet.js';

/** The command that writes the configuration. */
export const connectCommand = (client: HookClient, { url, key }: ServerAddress): string =>
  `npx binnacle connect ${client} --url ${shellQuote(url)}${key === undefined ? '' : ` --key ${shellQuote(key)}`}`;

const FILES: Readonly<Record<HookClient, string>> = {
  'claude-code': '~/.claude/settings.json, or .claude/settings.json of a project',
  codex: '~/.codex/hooks.json, or .codex/hooks.json of a project',
  gemini: '~/.gemini/settings.json, or .gemini/settings.json of a project',
};

/** Only what a first look needs; with `--otel` and `--mcp` the command writes the rest. */
const snippets =
  (client: HookClient) =>
  (server: ServerAddress): readonly Snippet[] => [
    {
      id: 'command',
      title: 'One command: it shows what it would change, and asks',
      text: connectCommand(client, server),
    },
    ...clientConfiguration(client, server).map((addition) => ({
      id: addition.file,
      title: `By hand, in ${FILES[client]}`,
      text: additionText(addition),
    })),
  ];

const hookClient = (client: HookClient, more: Pick<ConnectClient, 'lead' | 'checks' | 'guide'>): ConnectClient => ({
  id: client,
  name: HOOK_CLIENT_NAMES[client],
  source: client,
  snippets: snippets(client),
  ...more,
});

export const HOOK_CONNECT_CLIENTS: readonly ConnectClient[] = [
  hookClient('claude-code', {
    lead: 'Every prompt, tool call and turn; permission prompts can be answered here or in the terminal.',
    checks: [
      'Start a new session: a running one may have read its settings before.',
      'In Claude Code, /hooks lists what it read; a setting disableAllHooks switches all of them off.',
    ],
    guide: 'agents/claude-code.md',
  }),
  hookClient('codex', {
    lead: 'Every prompt, command and turn; approvals can be answered here.',
    checks: [
      'Codex asks once whether it may trust new hooks; until then it runs none. In Codex, /hooks shows them.',
      'A line hooks = false under [features] in config.toml switches them off.',
    ],
    guide: 'agents/codex.md',
  }),
  hookClient('gemini', {
    lead: 'Every prompt, model call with its tokens, tool call and turn.',
    checks: ['In Gemini CLI, /hooks lists what it read. Hooks of a project run once its folder is trusted.'],
    guide: 'agents/gemini-cli.md',
  }),
];
