/** What Claude Code sends over HTTP. SessionStart and SessionEnd it runs as commands only. */
const CLAUDE_CODE_HOOKS = [
  'UserPromptSubmit',
  'PreToolUse',
  'PostToolUse',
  'PostToolUseFailure',
  'PermissionRequest',
  'SubagentStop',
  'Stop',
];

const claudeCodeSettings = (url: string): string => {
  const lines = CLAUDE_CODE_HOOKS.map((hook) => `  "${hook}": [{ "hooks": [{ "type": "http", "url": "${url}" }] }]`);
  return `{ "hooks": {\n${lines.join(',\n')}\n} }`;
};

/** What a newcomer copies: it works as it stands, against this server. */
export interface Snippet {
  readonly id: string;
  readonly title: string;
  readonly text: string;
}

export const snippets = (baseUrl: string): readonly Snippet[] => [
  {
    id: 'snippet-curl',
    title: 'curl',
    text: `curl ${baseUrl}/api/v1/events \\
  -H 'Content-Type: application/json' \\
  -d '{"type":"agent:started","agent_id":"my-agent","payload":{"task":"say hello"}}'`,
  },
  {
    id: 'snippet-cli',
    title: 'Ask a human from a shell, in this checkout',
    text: `npx binnacle --url ${baseUrl} ask "Which format?" --option json --option csv`,
  },
  {
    id: 'snippet-sdk',
    title: 'JavaScript or TypeScript, in this checkout',
    text: `import { BinnacleClient } from 'binnacle/client';

const client = new BinnacleClient({ url: '${baseUrl}', agentId: 'my-agent' });
client.emit('agent:started', { payload: { task: 'write a report' } });
const format = await client.ask('Which format?', { options: ['json', 'csv'] });
client.emit('agent:completed', { payload: { result: \`wrote it as \${format}\` } });
await client.close();`,
  },
  {
    id: 'snippet-hooks',
    title: 'Claude Code, in .claude/settings.json',
    text: claudeCodeSettings(`${baseUrl}/hooks/claude-code`),
  },
];
