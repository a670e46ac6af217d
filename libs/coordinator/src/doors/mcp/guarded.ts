import { BinnacleError } from '@binnacle/events';
import type { CallToolResult, InputRequiredResult } from '@modelcontextprotocol/server';
import { Logger } from '@nestjs/common';

const logger = new Logger('Mcp');

/** What went wrong as the result of the tool, so that the model can do something about it. */
export async function guarded<T extends CallToolResult | InputRequiredResult>(
  work: () => Promise<T>,
): Promise<T | CallToolResult> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof BinnacleError && error.status < 600 && error.code !== 'internal') return failed(error);
    logger.error({ err: error }, 'a tool failed');
    return failed(new BinnacleError('internal', 'Binnacle could not do this; its log says why'));
  }
}

const failed = ({ code, detail }: BinnacleError): CallToolResult => ({
  isError: true,
  content: [{ type: 'text', text: `${code}: ${detail}` }],
});
