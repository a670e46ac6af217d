/** What runs of LangChain and LangGraph say of themselves, whoever exports them. */
import { isJsonObject, type JsonObject, type JsonValue } from '@binnacle/plugin-kit';

/** The agent that a run is within, by the metadata of `createAgent`; its own run bears the same name. */
export const langchainAgent = (metadata: JsonValue | undefined): string | undefined =>
  isJsonObject(metadata) && typeof metadata.lc_agent_name === 'string'
    ? metadata.lc_agent_name || undefined
    : undefined;

export interface ToolAnswer {
  readonly content: JsonValue;
  readonly callId: string | undefined;
  /** The tool's. */
  readonly name: string | undefined;
  readonly isError: boolean;
}

/** A tool's answer is a message: serialised (`{"lc": 1, "kwargs": …}`) or plain, alone or as the only output. */
export function toolAnswer(output: JsonValue | undefined): ToolAnswer | undefined {
  const inner = isJsonObject(output) && Object.keys(output).length === 1 ? (output.output ?? output) : output;
  if (!isJsonObject(inner)) return undefined;
  const message: JsonObject = isJsonObject(inner.kwargs) ? inner.kwargs : inner;
  const { content, tool_call_id: callId, name, status } = message;
  if (content === undefined || typeof callId !== 'string') return undefined;
  const told = typeof name === 'string' && name !== '' ? name : undefined;
  return { content, callId: callId || undefined, name: told, isError: status === 'error' };
}
