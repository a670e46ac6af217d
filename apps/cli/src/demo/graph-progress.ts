import type { BinnacleClient } from '@binnacle/client';

/** Progress of all agents together. Agents learn on the way how much there is to do, so the total grows. */
export class GraphProgress {
  private completed = 0;
  private total = 0;

  constructor(
    private readonly client: BinnacleClient,
    private readonly graph: { readonly graphId: string; readonly sessionId: string },
    private readonly print: (line: string) => void,
  ) {}

  plan(steps: number): void {
    this.total += steps;
  }

  step(label: string): void {
    this.completed++;
    const payload = { completed: this.completed, total: this.total, label };
    this.client.emit('graph:progress', { ...this.graph, payload });
    this.print(`  [${this.completed}/${this.total}] ${label}`);
  }

  /** What is known of the work: for the events that open and close the graph. */
  get now(): { completed: number; total: number } {
    return { completed: this.completed, total: this.total };
  }
}
