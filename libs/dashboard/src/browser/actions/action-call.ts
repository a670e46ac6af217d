import type { PageElement } from '../attributes/page-element.js';

/** The attribute an action is called from. */
export interface ActionSource {
  readonly el: PageElement;
  report(error: unknown): void;
  /** Registers what to undo when the attribute goes; the answer takes it back. */
  onCleanup(undo: () => void): () => void;
}

export interface ActionCall {
  source: ActionSource;
  evt: Event | undefined;
}

export type Action = (call: ActionCall, ...args: never[]) => unknown;
