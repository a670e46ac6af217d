import { type CallToolResult, type InputRequiredResult, inputRequired } from '@modelcontextprotocol/server';
import { isToDeliver, type Question } from '../../questions/question.js';
import type { McpCall } from './mcp-call.js';
import type { McpServices } from './mcp-services.js';
import { questionResult } from './question-result.js';

/** Clients call again by themselves so often, after the first call; then the model has to. */
const MAX_ROUNDS = 10;

/** Waits as long as the client bears it; then it is told to call again, or the model is. */
export async function waitForHuman(
  services: McpServices,
  call: McpCall,
  { id, seconds }: { readonly id: string; readonly seconds: number | undefined },
): Promise<CallToolResult | InputRequiredResult> {
  const question = await waited(services, call, id, call.waitSeconds(seconds));
  const round = roundOf(call);
  // At a server that stops, the client's next round would find nobody; the model's call later does.
  const goesOn = call.callsAgain && !services.waiters.isStopping;
  if (question.state === 'open' && seconds === undefined && goesOn && round < MAX_ROUNDS) {
    return inputRequired({ requestState: `${round + 1} ${question.id}` });
  }
  return questionResult(question);
}

/** The question after the wait; noted as delivered once its answer went out. */
export async function waited(services: McpServices, call: McpCall, id: string, seconds: number): Promise<Question> {
  const { waiters, deliveries } = services;
  const question = await call.meanwhile(
    'Waiting for a person to answer in Binnacle',
    waiters.wait(call.project, id, seconds * 1_000, call.signal),
  );
  if (isToDeliver(question)) call.onSent(() => deliveries.deliveredSoon(question, 'mcp'));
  return question;
}

/** The question a client waits for that was told to call again; it may say what it likes. */
export function broughtBack({ broughtBack: state }: McpCall): string | undefined {
  const [, id] = /^\d{1,2} (.{1,128})$/.exec(state ?? '') ?? [];
  return id;
}

function roundOf({ broughtBack: state }: McpCall): number {
  const [, round] = /^(\d{1,2}) /.exec(state ?? '') ?? [];
  return round === undefined ? 0 : Number(round);
}
