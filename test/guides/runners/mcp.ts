/** MCP: what a client is told to connect to is connected to, by the official client. */
import { expect } from '@jest/globals';
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import type { GuideRoom } from '../guide-room.js';
import type { Runners } from '../runner.js';

async function toolsAt(url: string): Promise<string[]> {
  const client = new Client({ name: 'guide', version: '1' }, { versionNegotiation: { mode: 'auto' } });
  await client.connect(new StreamableHTTPClientTransport(new URL(url)));
  try {
    return (await client.listTools()).tools.map(({ name }) => name);
  } finally {
    await client.close();
  }
}

/** The arguments that `claude` was called with. */
async function claude(text: string, room: GuideRoom): Promise<string[]> {
  const told = room.pretend('claude', '"$@"');
  await room.sh(text).output;
  return told();
}

/** One table of plain keys, as the guide has it. */
function tomlOf(text: string): { table: string; values: Record<string, string | number> } {
  const [head = '', ...lines] = text.trim().split('\n');
  const [, table = ''] = /^\[([\w.-]+)\]$/.exec(head) ?? [];
  const values = lines.map((line) => /^(\w+) = ("[^"\\]*"|\d+)$/.exec(line) ?? []);
  return { table, values: Object.fromEntries(values.map(([, key = '', value = '']) => [key, JSON.parse(value)])) };
}

export const mcpRunners: Runners = {
  'mcp.md 1 sh': async (text, room) => {
    const args = await claude(text, room);
    expect(args.slice(0, -1)).toEqual(['mcp', 'add', '--transport', 'http', 'binnacle']);
    expect(await toolsAt(args.at(-1) ?? '')).toContain('ask_human');
  },
  'mcp.md 2 sh': async (text, room) => {
    const args = await claude(text, room);
    const [, server, tool] =
      /^mcp__(\w+?)__(\w+)$/.exec(args[args.indexOf('--permission-prompt-tool') + 1] ?? '') ?? [];
    expect(args.slice(0, 1)).toEqual(['-p']);
    expect(server).toBe('binnacle');
    expect(await toolsAt(`${room.server.url}/mcp`)).toContain(tool);
  },
  'mcp.md 3 toml': async (text, room) => {
    const { table, values } = tomlOf(room.here(text));
    expect(table).toBe('mcp_servers.binnacle');
    expect(values).toEqual({ url: expect.any(String), tool_timeout_sec: expect.any(Number) });
    expect(await toolsAt(String(values.url))).toContain('wait_for_answer');
  },
  'mcp.md 4 ts': async (text, room) => {
    const run = room.ts('mcp-agent.ts', `${text}\nconsole.log(structuredContent);\nawait client.close();`);
    const { id } = await room.question({ agent: 'my-agent' });
    await room.asking.answer(id, { answer: 'csv' });
    expect(await run.output).toContain("answer: 'csv'");
    await room.question({ agent: 'my-agent' }, ({ delivered_to }) => delivered_to === 'mcp');
  },
};
