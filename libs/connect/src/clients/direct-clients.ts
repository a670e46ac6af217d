/** Programs that speak to the server themselves. */
import { additionText } from '../addition.js';
import type { ConnectClient } from '../connect-client.js';
import { bearer, type ServerAddress } from '../server-address.js';
import { shellQuote } from '../shell-quote.js';
import { claudeCodeMcp, codexMcp } from './mcp-servers.js';

const header = ({ key }: ServerAddress): string =>
  key === undefined ? '' : ` -H ${shellQuote(`Authorization: ${bearer(key)}`)}`;

export const DIRECT_CLIENTS: readonly ConnectClient[] = [
  {
    id: 'mcp',
    name: 'MCP',
    lead: 'Tools by which a model asks people, reports progress and reads their messages.',
    snippets: (server) => [
      {
        id: 'command',
        title: 'Claude Code',
        text: `claude mcp add --transport http binnacle ${shellQuote(`${server.url}/mcp`)}${
          server.key === undefined ? '' : ` --header ${shellQuote(`Authorization: ${bearer(server.key)}`)}`
        }`,
      },
      {
        id: 'config',
        title: 'Codex, in ~/.codex/config.toml',
        text: additionText({ file: 'config', format: 'toml', tables: [codexMcp(server)] }),
      },
      {
        id: 'settings',
        title: 'Any other client, as most of them write it',
        text: additionText({ file: 'mcp', format: 'json', members: claudeCodeMcp(server) }),
      },
    ],
    checks: ['The first event comes when the model uses one of the tools: tell it to ask you something.'],
    source: undefined,
    guide: 'agents/mcp.md',
  },
  {
    id: 'curl',
    name: 'curl',
    lead: 'Anything that speaks HTTP.',
    snippets: (server) => [
      {
        id: 'command',
        title: 'In a shell',
        text: `curl ${shellQuote(`${server.url}/api/v1/events`)} \\
  -H 'Content-Type: application/json'${header(server)} \\
  -d '{"type":"agent:started","agent_id":"my-agent","payload":{"task":"say hello"}}'`,
      },
      {
        id: 'ask',
        title: 'Ask a person from a script, in this checkout',
        text: `${server.key === undefined ? '' : `BINNACLE_API_KEY=${shellQuote(server.key)} `}npx binnacle --url ${shellQuote(server.url)} ask "Which format?" --option json --option csv`,
      },
    ],
    checks: ['The answer says what it took: {"accepted":1,…}. Anything else names the field and the limit.'],
    source: undefined,
    guide: 'agents/curl.md',
  },
  {
    id: 'typescript',
    name: 'TypeScript SDK',
    lead: 'Batches, retries, and waits for a person.',
    snippets: ({ url, key }) => [
      {
        id: 'code',
        title: 'JavaScript or TypeScript, in this checkout',
        text: `import { BinnacleClient } from 'binnacle/client';

const client = new BinnacleClient({ url: '${url}',${key === undefined ? '' : ` apiKey: '${key}',`} agentId: 'my-agent' });
client.emit('agent:started', { payload: { task: 'write a report' } });
const format = await client.ask('Which format?', { options: ['json', 'csv'] });
client.emit('agent:completed', { payload: { result: \`wrote it as \${format}\` } });
await client.close();`,
      },
    ],
    checks: ['Events leave in batches: await client.close() before the program ends.'],
    source: undefined,
    guide: undefined,
  },
];
