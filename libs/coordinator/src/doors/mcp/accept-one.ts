import type { JsonObject } from '@binnacle/events';
import { BinnacleError } from '@binnacle/events';
import type { CallToolResult } from '@modelcontextprotocol/server';
import type { McpServices } from './mcp-services.js';

/** Archives one event. @throws BinnacleError why it was refused */
export async function acceptOne(
  { acceptance }: McpServices,
  project: string,
  event: JsonObject,
): Promise<CallToolResult> {
  const { rejected, duplicates, filtered } = await acceptance.accept([event], { project, door: 'mcp' });
  const [refusal] = rejected;
  if (refusal) throw new BinnacleError(refusal.code, refusal.detail);
  if (filtered > 0) throw new BinnacleError('request_refused', 'an ingest filter of this installation dropped it');
  return { content: [{ type: 'text', text: duplicates > 0 ? 'It was recorded before.' : 'Recorded.' }] };
}
