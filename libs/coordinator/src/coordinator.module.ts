import { BusModule } from '@binnacle/bus';
import { AcceptService, IngestModule } from '@binnacle/ingest';
import { Module, type OnModuleInit } from '@nestjs/common';
import { AskController } from './doors/rest/ask.controller.js';
import { DeskController } from './doors/rest/desk.controller.js';
import { QuestionsController } from './doors/rest/questions.controller.js';
import { RespondController } from './doors/rest/respond.controller.js';
import { RulesController } from './doors/rest/rules.controller.js';
import { AnswersService } from './questions/answers.service.js';
import { AskingService } from './questions/asking.service.js';
import { DeliveriesService } from './questions/deliveries.service.js';
import { QuestionBook } from './questions/question-book.js';
import { QuestionChanges } from './questions/question-changes.js';
import { QuestionClock } from './questions/question-clock.js';
import { QuestionCompanion } from './questions/question-companion.js';
import { QuestionDesk } from './questions/question-desk.js';
import { QuestionWaiters } from './questions/question-waiters.js';
import { ApprovalRules } from './rules/approval-rules.js';

/** Needs `EventArchive` and `PrismaService`, which the composition root provides for all. */
@Module({
  imports: [BusModule, IngestModule],
  controllers: [AskController, QuestionsController, DeskController, RespondController, RulesController],
  providers: [
    AnswersService,
    ApprovalRules,
    AskingService,
    DeliveriesService,
    QuestionBook,
    QuestionChanges,
    QuestionClock,
    QuestionCompanion,
    QuestionDesk,
    QuestionWaiters,
  ],
  exports: [AnswersService, ApprovalRules, DeliveriesService, QuestionBook, QuestionDesk],
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
