import { BusModule } from '@binnacle/bus';
import { IngestModule } from '@binnacle/ingest';
import { Module } from '@nestjs/common';
import { QuestionsController } from './doors/rest/questions.controller.js';
import { RespondController } from './doors/rest/respond.controller.js';
import { QuestionWaiters } from './questions/question-waiters.js';
import { QuestionsService } from './questions/questions.service.js';

/** Needs `EventArchive` and `PrismaService`, which the composition root provides for all. */
@Module({
  imports: [BusModule, IngestModule],
  controllers: [QuestionsController, RespondController],
  providers: [QuestionsService, QuestionWaiters],
  exports: [QuestionsService],
})
export class CoordinatorModule {}
