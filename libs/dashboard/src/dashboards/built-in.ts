import type { DashboardDraft } from './dashboard.js';

/** How a page of a dashboard looks besides its panels. */
export type Chrome = 'full' | 'projector' | 'mobile';

export interface BuiltIn extends DashboardDraft {
  readonly id: string;
  readonly chrome: Chrome;
}

/** For a screen on the wall: large type, nothing to press. */
export const PROJECTOR: BuiltIn = {
  id: 'projector',
  name: 'Projector',
  chrome: 'projector',
  panels: [
    { panel: 'question-queue', size: 'half' },
    { panel: 'agent-status', size: 'half' },
    { panel: 'event-rate', size: 'full' },
    { panel: 'progress', size: 'half' },
    { panel: 'failures', size: 'half' },
  ],
};

/** For the way to the train: who waits for an answer comes first. */
export const MOBILE: BuiltIn = {
  id: 'mobile',
  name: 'Mobile',
  chrome: 'mobile',
  panels: [
    { panel: 'blocked-agents', size: 'full' },
    { panel: 'agent-status', size: 'full' },
    { panel: 'failures', size: 'full' },
    { panel: 'results', size: 'full' },
  ],
};

/** Names that no dashboard of people may take: they are addresses. */
export const RESERVED: ReadonlySet<string> = new Set(['default', 'projector', 'mobile', 'new', 'home', 'import']);
