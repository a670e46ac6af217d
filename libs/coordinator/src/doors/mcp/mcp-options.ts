/** What the composition root tells the MCP server. */
export abstract class McpOptions {
  /** Of the product. */
  abstract readonly version: string;
}
