import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { ProjectRing } from '@binnacle/auth';
import { BinnacleError } from '@binnacle/events';
import { type BeforeApplicationShutdown, Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { MessagesService } from '../../messages/messages.service.js';
import { AskingService } from '../../questions/asking.service.js';
import { DeliveriesService } from '../../questions/deliveries.service.js';
import { QuestionBook } from '../../questions/question-book.js';
import { QuestionDesk } from '../../questions/question-desk.js';
import { AgentFsStore } from './agentfs-store.js';
import { FolderStore } from './folder-store.js';
import { AGENTFS_FILE, WorkspaceOptions, type WorkspaceRoot } from './workspace-options.js';
import { WorkspaceSession } from './workspace-session.js';

/** Between two looks; the seed's own agents poll every 500 ms. */
const LOOK_MS = 250;
/** Looks between two searches for new workspaces. */
const SEARCH_EVERY = 4;
/** Workspaces watched at once. */
const MAX_WORKSPACES = 1_000;

/** Looks again and again into the workspaces that are files: they can't tell of changes. */
@Injectable()
export class WorkspaceWatcher implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger('Workspaces');
  private readonly sessions = new Map<string, WorkspaceSession>();
  /** Told once, not with every look. */
  private readonly failing = new Set<string>();
  private timer: NodeJS.Timeout | undefined;
  private looking: Promise<void> = Promise.resolve();
  private looks = 0;
  private stopping = false;

  constructor(
    private readonly options: WorkspaceOptions,
    private readonly projects: ProjectRing,
    readonly asking: AskingService,
    readonly book: QuestionBook,
    readonly desk: QuestionDesk,
    readonly deliveries: DeliveriesService,
    readonly messages: MessagesService,
  ) {}

  onApplicationBootstrap(): void {
    if (this.options.roots.length > 0) this.next(0);
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.stopping = true;
    clearTimeout(this.timer);
    await this.looking;
    await Promise.all([...this.sessions.values()].map(({ store }) => store.close()));
  }

  private next(ms: number): void {
    this.timer = setTimeout(() => {
      this.looking = this.look().finally(() => {
        if (!this.stopping) this.next(LOOK_MS);
      });
    }, ms);
  }

  private async look(): Promise<void> {
    if (this.looks++ % SEARCH_EVERY === 0) await this.search();
    for (const [place, session] of this.sessions) {
      if (this.stopping) return;
      await this.lookInto(session).then(
        () => this.failing.delete(place),
        (error) => this.told(place, error),
      );
    }
  }

  private async lookInto(session: WorkspaceSession): Promise<void> {
    await this.assertProject(session.project);
    await session.look();
  }

  /** It may be made, or put away, while the server runs. */
  private async assertProject(project: string): Promise<void> {
    const named = `project ${JSON.stringify(project)}: BINNACLE_WORKSPACES names it`;
    if (!(await this.projects.exists(project))) throw new BinnacleError('project_not_found', `there is no ${named}`);
    if (await this.projects.isArchived(project))
      throw new BinnacleError('project_archived', `nothing comes into the archived ${named}`);
  }

  private async search(): Promise<void> {
    for (const root of this.options.roots) {
      try {
        await this.assertProject(root.project);
        for (const { agent, place } of await workspacesIn(root)) {
          if (this.sessions.has(place) || this.sessions.size >= MAX_WORKSPACES) continue;
          const store = AGENTFS_FILE.test(place) ? new AgentFsStore(place) : new FolderStore(place);
          this.sessions.set(place, new WorkspaceSession({ project: root.project, id: agent }, store, this));
          this.logger.log({ project: root.project, agent, place }, 'a workspace is watched');
        }
        this.failing.delete(root.path);
      } catch (error) {
        this.told(root.path, error);
      }
    }
  }

  private told(place: string, error: unknown): void {
    if (this.failing.has(place)) return;
    this.failing.add(place);
    this.logger.warn({ err: error, place }, 'a workspace could not be looked at; it is tried again');
  }
}

async function workspacesIn({ path: root, agent }: WorkspaceRoot): Promise<{ agent: string; place: string }[]> {
  if (agent !== undefined) return [{ agent, place: root }];
  const entries = await readdir(root, { withFileTypes: true });
  return entries.flatMap((entry) => {
    const isFile = entry.isFile() && AGENTFS_FILE.test(entry.name);
    if (entry.name.startsWith('.') || !(entry.isDirectory() || isFile)) return [];
    return [{ agent: isFile ? entry.name.replace(AGENTFS_FILE, '') : entry.name, place: path.join(root, entry.name) }];
  });
}
