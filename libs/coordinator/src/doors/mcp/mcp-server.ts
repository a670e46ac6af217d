import { McpServer, type StandardSchemaWithJSON } from '@modelcontextprotocol/server';
import { guarded } from './guarded.js';
import { McpCall } from './mcp-call.js';
import type { McpCaller } from './mcp-caller.js';
import type { McpServices } from './mcp-services.js';
import type { McpTool } from './mcp-tool.js';
import { approvalPrompt } from './tools/approval-prompt.js';
import { askHuman } from './tools/ask-human.js';
import { emitEvent } from './tools/emit-event.js';
import { getMessages } from './tools/get-messages.js';
import { reportProgress } from './tools/report-progress.js';
import { waitForAnswer } from './tools/wait-for-answer.js';

const INSTRUCTIONS =
  'Binnacle connects you with the people who watch over your work. Ask them with ask_human when you need a decision or permission, and wait for the answer with wait_for_answer when ask_human returns "pending". Report with report_progress at every step of longer work. Read get_messages at the start of each turn.';

/** The server of one request: nothing of it is kept between two. */
export function mcpServer(services: McpServices, caller: McpCaller, version: string): McpServer {
  const server = new McpServer({ name: 'binnacle', title: 'Binnacle', version }, { instructions: INSTRUCTIONS });
  const add = <Input extends StandardSchemaWithJSON>({ name, config, run }: McpTool<Input>): void => {
    server.registerTool(
      name,
      config as never,
      (async (input: never, context: never) =>
        guarded(() => run(services, new McpCall(caller, context, services.owners), input))) as never,
    );
  };
  add(askHuman);
  add(waitForAnswer);
  add(approvalPrompt);
  add(reportProgress);
  add(emitEvent);
  add(getMessages);
  return server;
}
