import { PrismaService } from '@binnacle/persistence';
import { Injectable } from '@nestjs/common';
import { MessagesService } from '../../messages/messages.service.js';
import { AskingService } from '../../questions/asking.service.js';
import { DeliveriesService } from '../../questions/deliveries.service.js';
import { QuestionBook } from '../../questions/question-book.js';
import { QuestionDesk } from '../../questions/question-desk.js';
import { PostgresStore } from './postgres-store.js';
import { WorkspaceSession } from './workspace-session.js';

/** Sessions held; the one that was not used for the longest time is let go of, and made again when it is. */
const HELD = 1_000;

/** The workspaces that agents reach over HTTP. */
@Injectable()
export class WorkspaceSessions {
  private readonly sessions = new Map<string, WorkspaceSession>();

  constructor(
    private readonly prisma: PrismaService,
    readonly asking: AskingService,
    readonly book: QuestionBook,
    readonly desk: QuestionDesk,
    readonly deliveries: DeliveriesService,
    readonly messages: MessagesService,
  ) {}

  of(project: string, workspace: string): WorkspaceSession {
    const key = JSON.stringify([project, workspace]);
    const session = this.sessions.get(key) ?? this.open(project, workspace);
    this.sessions.delete(key);
    this.sessions.set(key, session);
    for (const oldest of this.sessions.keys()) {
      if (this.sessions.size <= HELD) break;
      this.sessions.delete(oldest);
    }
    return session;
  }

  private open(project: string, workspace: string): WorkspaceSession {
    const store = new PostgresStore(this.prisma, { project, workspace });
    return new WorkspaceSession({ project, id: workspace }, store, this);
  }
}
