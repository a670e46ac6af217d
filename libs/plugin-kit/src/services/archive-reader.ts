import type { BinnacleEvent, EventPattern } from '@binnacle/events';

export interface ArchiveSelection {
  /** Default: the {@link CurrentProject}. Who names one sees to it that whoever is shown it may see it. */
  readonly project?: string;
  readonly types?: readonly EventPattern[];
  readonly agentId?: string;
  readonly sessionId?: string;
  readonly graphId?: string;
  /** Only events with a `seq` below. */
  readonly before?: bigint;
  /** Newest first; 1 … 1,000. Default 100. */
  readonly limit?: number;
}

/** Reads of the archive for providers of a plugin. Not for reducers: state is a fold of what they are given. */
export abstract class ArchiveReader {
  /** @throws BinnacleError `project_unnamed`; LifecycleError `archive_unavailable` */
  abstract newest(selection: ArchiveSelection): Promise<readonly BinnacleEvent[]>;
  /** @throws BinnacleError `project_unnamed`; LifecycleError `archive_unavailable` */
  abstract find(id: string, project?: string): Promise<BinnacleEvent | undefined>;
}
