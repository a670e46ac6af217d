/** What the composition root tells the workspaces. */
export abstract class WorkspaceOptions {
  /**
   * Where agents keep their workspaces: a folder whose folders and `.db` files are one each, named by its agent; or one alone, named
   * before it: `scout=/srv/scout`.
   */
  abstract readonly roots: readonly WorkspaceRoot[];
}

export interface WorkspaceRoot {
  readonly project: string;
  /** Absolute. */
  readonly path: string;
  /** Set when it is one workspace and not a folder of them. */
  readonly agent?: string;
}

/** What an AgentFS file is called. */
export const AGENTFS_FILE = /\.(db|sqlite|agentfs)$/;
