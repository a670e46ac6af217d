import type {
  CallToolResult,
  InputRequiredResult,
  StandardSchemaWithJSON,
  ToolAnnotations,
} from '@modelcontextprotocol/server';
import type { McpCall } from './mcp-call.js';
import type { McpServices } from './mcp-services.js';

/** A tool that agents call. `run` throws BinnacleErrors, which the model reads. */
export interface McpTool<Input extends StandardSchemaWithJSON> {
  readonly name: string;
  readonly config: {
    readonly title: string;
    readonly description: string;
    readonly inputSchema: Input;
    readonly outputSchema?: StandardSchemaWithJSON;
    readonly annotations: ToolAnnotations;
  };
  run(
    services: McpServices,
    call: McpCall,
    input: StandardSchemaWithJSON.InferOutput<Input>,
  ): Promise<CallToolResult | InputRequiredResult>;
}
