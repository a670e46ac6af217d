import { EventBus, matching } from '@binnacle/bus';
import { type BinnacleEvent, EventTypes } from '@binnacle/events';
import { Injectable, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import type { Subscription } from 'rxjs';

export interface CallOwner {
  readonly agentId: string;
  readonly sessionId: string | undefined;
}

interface Told {
  readonly agentId: string | null;
  readonly sessionId: string | null | undefined;
}

/** Calls remembered; a call is asked after within moments of being told. */
const MAX_CALLS = 10_000;

/**
 * Whose a call is, by the id its model gave it. A client's hooks tell the call and its session just before the client makes it, and
 * the call itself names no session: Claude Code is the same MCP client in every window. What comes by hooks here is known before they
 * are answered, what came to other servers as soon as the bus has it.
 */
@Injectable()
export class CallOwners implements OnModuleInit, OnModuleDestroy {
  private readonly owners = new Map<string, CallOwner>();
  private subscription: Subscription | undefined;

  constructor(private readonly bus: EventBus) {}

  onModuleInit(): void {
    this.subscription = this.bus
      .events({ name: 'call-owners', bound: MAX_CALLS, overflow: 'drop-oldest' })
      .pipe(matching(EventTypes.toolCalled))
      .subscribe(({ project, agentId, sessionId, payload }: BinnacleEvent) =>
        this.note(project, payload.tool_use_id, { agentId, sessionId }),
      );
  }

  onModuleDestroy(): void {
    this.subscription?.unsubscribe();
  }

  ownerOf(project: string, callId: string): CallOwner | undefined {
    return this.owners.get(keyOf(project, callId));
  }

  note(project: string, callId: unknown, { agentId, sessionId }: Told): void {
    if (typeof callId !== 'string' || !agentId) return;
    const key = keyOf(project, callId);
    this.owners.delete(key);
    this.owners.set(key, { agentId, sessionId: sessionId ?? undefined });
    const [oldest] = this.owners.size > MAX_CALLS ? this.owners.keys() : [];
    if (oldest !== undefined) this.owners.delete(oldest);
  }
}

const keyOf = (project: string, callId: string): string => `${project}/${callId}`;
