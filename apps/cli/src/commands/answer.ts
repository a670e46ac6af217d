import os from 'node:os';
import type { Command } from 'commander';
import type { CommandContext } from '../command-context.js';
import { connect, type GlobalOptions } from '../connect.js';
import { plainLine } from '../terminal/plain-text.js';

interface AnswerOptions extends GlobalOptions {
  readonly msgId?: string;
  readonly as?: string;
}

/** `binnacle answer`: what the dashboard's card does, from a terminal. */
export function addAnswer(program: Command, context: CommandContext): void {
  program
    .command('answer <agent> <answer>')
    .description("Answer an agent's open question. The first answer wins.")
    .option('--msg-id <id>', 'which question, when the agent has several open')
    .option('--as <name>', 'who answers, as others see it (default: your user name)')
    .action((agent: string, answer: string, _, command: Command) =>
      give(agent, answer, command.optsWithGlobals<AnswerOptions>(), context),
    );
}

async function give(
  agent: string,
  answer: string,
  options: AnswerOptions,
  { terminal }: CommandContext,
): Promise<void> {
  const answeredBy = options.as ?? `${userName()} (cli)`;
  const question = await connect(terminal, options).answer(agent, { answer, msgId: options.msgId, answeredBy });
  terminal.err(`Answered: ${plainLine(question.question)}\n`);
}

/** Containers may run as a user without a name. */
function userName(): string {
  try {
    return os.userInfo().username;
  } catch {
    return 'someone';
  }
}
