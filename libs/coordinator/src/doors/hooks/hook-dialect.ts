import type { JsonObject, Reply } from '@binnacle/events';
import type { HookBody } from '@binnacle/ingest';

/** How one client is told what people decided. Every answer goes with 200: anything else is an error to the client, and it goes on. */
export interface HookDialect {
  /** The hooks by which it asks before a tool runs. */
  readonly asks: { readonly permission: string | undefined; readonly call: string };
  /** The hooks after a tool ran, or was refused in the terminal. */
  readonly ran: readonly string[];
  readonly denied: readonly string[];
  /** Of its own prompt by its user: whatever it asked before is settled. */
  readonly prompted: string;
  /** It takes other arguments than those it asked with. */
  readonly edits: boolean;
  allow(body: HookBody, reply: Reply, by: string): JsonObject;
  deny(body: Pick<HookBody, 'hook'>, reason: string): JsonObject;
}

/** The client decides by itself. */
export const NO_OPINION: JsonObject = {};
