import { isJsonObject, type JsonObject } from '@binnacle/events';
import { type Command, InvalidArgumentError } from 'commander';
import type { CommandContext } from '../command-context.js';
import { connect, type GlobalOptions } from '../connect.js';
import { ExitCode } from '../exit-code.js';

interface EmitOptions extends GlobalOptions {
  readonly agent?: string;
  readonly graph?: string;
  readonly session?: string;
  readonly payload?: JsonObject;
}

/** `binnacle emit`: one event from a shell script; prints its id. */
export function addEmit(program: Command, context: CommandContext): void {
  program
    .command('emit <type>')
    .description('Send one event, for example agent:started. Prints its id when it is in the archive.')
    .option('--agent <id>')
    .option('--graph <id>')
    .option('--session <id>')
    .option('--payload <json>', 'a JSON object', jsonObject)
    .action((type: string, _, command: Command) => emit(type, command.optsWithGlobals<EmitOptions>(), context));
}

async function emit(type: string, options: EmitOptions, context: CommandContext): Promise<void> {
  const client = connect(context.terminal, options);
  const { agent: agentId, graph: graphId, session: sessionId, payload } = options;
  const id = client.emit(type, { agentId, graphId, sessionId, payload });
  await client.close();
  const { accepted, duplicates } = client.counts;
  if (accepted + duplicates > 0) context.terminal.out(`${id}\n`);
  else context.exitCode = ExitCode.failed;
}

function jsonObject(text: string): JsonObject {
  try {
    const value: unknown = JSON.parse(text);
    if (isJsonObject(value)) return value;
  } catch {}
  throw new InvalidArgumentError('Give a JSON object, such as \'{"task":"build"}\'.');
}
