import { Injectable } from '@nestjs/common';

interface Held {
  readonly project: string;
  readonly agentId: string;
  readonly questionId: string;
}

/** Which questions wait in hooks of this process, by session. What it forgets with the process, deadlines close. */
@Injectable()
export class HeldHooks {
  private readonly bySession = new Map<string, Set<Held>>();

  /** @returns to be called when the hook has its answer */
  add(sessionId: string, held: Held): () => void {
    const all = this.bySession.get(sessionId) ?? new Set();
    this.bySession.set(sessionId, all.add(held));
    return () => {
      all.delete(held);
      if (all.size === 0) this.bySession.delete(sessionId);
    };
  }

  /** Ids of the questions of one agent of a session. */
  of(sessionId: string, { project, agentId }: Omit<Held, 'questionId'>): string[] {
    const held = [...(this.bySession.get(sessionId) ?? [])];
    return held.filter((one) => one.project === project && one.agentId === agentId).map(({ questionId }) => questionId);
  }
}
