import { BusModule } from '@binnacle/bus';
import { AcceptService, IngestModule } from '@binnacle/ingest';
import { Module, type OnModuleInit } from '@nestjs/common';
import { CallOwners } from './doors/call-owners.js';
import { HeldHooks } from './doors/hooks/held-hooks.js';
import { HookFollowUp } from './doors/hooks/hook-follow-up.service.js';
import { HookHolder } from './doors/hooks/hook-holder.service.js';
import { HooksController } from './doors/hooks/hooks.controller.js';
import { McpController } from './doors/mcp/mcp.controller.js';
import { McpServices } from './doors/mcp/mcp-services.js';
import { AskController } from './doors/rest/ask.controller.js';
import { BatchController } from './doors/rest/batch.controller.js';
import { DeskController } from './doors/rest/desk.controller.js';
import { MessagesController } from './doors/rest/messages.controller.js';
import { QuestionsController } from './doors/rest/questions.controller.js';
import { RespondController } from './doors/rest/respond.controller.js';
import { RulesController } from './doors/rest/rules.controller.js';
import { WorkspaceSessions } from './doors/workspaces/workspace-sessions.js';
import { WorkspaceWatcher } from './doors/workspaces/workspace-watcher.js';
import { WorkspacesController } from './doors/workspaces/workspaces.controller.js';
import { MessageWaiters } from './messages/message-waiters.js';
import { MessagesService } from './messages/messages.service.js';
import { AnsweredBook } from './questions/answered-book.js';
import { AnswersService } from './questions/answers.service.js';
import { AskingService } from './questions/asking.service.js';
import { BatchAnswersService } from './questions/batch-answers.service.js';
import { DeliveriesService } from './questions/deliveries.service.js';
import { InboxBook } from './questions/inbox-book.js';
import { QuestionBook } from './questions/question-book.js';
import { QuestionCensus } from './questions/question-census.js';
import { QuestionChanges } from './questions/question-changes.js';
import { QuestionClock } from './questions/question-clock.js';
import { QuestionCompanion } from './questions/question-companion.js';
import { QuestionDesk } from './questions/question-desk.js';
import { QuestionWaiters } from './questions/question-waiters.js';
import { ApprovalRules } from './rules/approval-rules.js';

/** Needs `EventArchive` and `PrismaService`, which the composition root provides for all. */
@Module({
  imports: [BusModule, IngestModule],
  controllers: [
    AskController,
    QuestionsController,
    DeskController,
    RespondController,
    RulesController,
    MessagesController,
    BatchController,
    WorkspacesController,
    HooksController,
    McpController,
  ],
  providers: [
    AnsweredBook,
    BatchAnswersService,
    InboxBook,
    AnswersService,
    ApprovalRules,
    AskingService,
    CallOwners,
    DeliveriesService,
    HeldHooks,
    HookFollowUp,
    HookHolder,
    McpServices,
    MessageWaiters,
    MessagesService,
    QuestionBook,
    QuestionCensus,
    QuestionChanges,
    QuestionClock,
    QuestionCompanion,
    QuestionDesk,
    QuestionWaiters,
    WorkspaceSessions,
    WorkspaceWatcher,
  ],
  exports: [
    AnsweredBook,
    AnswersService,
    BatchAnswersService,
    InboxBook,
    ApprovalRules,
    DeliveriesService,
    MessagesService,
    QuestionBook,
    QuestionCensus,
    QuestionDesk,
  ],
})
export class CoordinatorModule implements OnModuleInit {
  constructor(
    private readonly acceptance: AcceptService,
    private readonly companion: QuestionCompanion,
  ) {}

  onModuleInit(): void {
    this.acceptance.register(this.companion);
  }
}
