/** The official MCP clients of both protocol eras. */
import { Client as ModernClient, StreamableHTTPClientTransport as ModernTransport } from '@modelcontextprotocol/client';
import { Client as LegacyClient } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport as LegacyTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';

export interface Called {
  readonly isError?: boolean;
  readonly content: readonly { readonly text?: string }[];
  readonly structuredContent?: Record<string, unknown>;
}
interface CallOptions {
  readonly signal?: AbortSignal;
  readonly onprogress?: (progress: { message?: string }) => void;
}
/** What both SDKs' clients can do, by the names of neither. */
export interface AnyClient {
  tools(): Promise<string[]>;
  call(name: string, args: Record<string, unknown>, options?: CallOptions): Promise<Called>;
  close(): Promise<void>;
}

export type Era = 'SDK 1, 2025-11-25' | 'SDK 2, 2026-07-28';
export const ERAS: readonly Era[] = ['SDK 1, 2025-11-25', 'SDK 2, 2026-07-28'];
const INFO = { name: 'test-agent', version: '1' };

export async function connectMcp(era: Era, url: URL): Promise<AnyClient> {
  if (era === 'SDK 2, 2026-07-28') {
    const client = new ModernClient(INFO, { versionNegotiation: { mode: 'auto' } });
    await client.connect(new ModernTransport(url));
    return {
      tools: async () => (await client.listTools()).tools.map(({ name }) => name),
      call: async (name, args, options) => (await client.callTool({ name, arguments: args }, options)) as Called,
      close: () => client.close(),
    };
  }
  const client = new LegacyClient(INFO);
  await client.connect(new LegacyTransport(url));
  return {
    tools: async () => (await client.listTools()).tools.map(({ name }) => name),
    call: async (name, args, options) =>
      (await client.callTool({ name, arguments: args }, undefined, options)) as unknown as Called,
    close: () => client.close(),
  };
}
