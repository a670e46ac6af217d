/** Questions of agents and the doors that wait for or give answers. */
export { CoordinatorModule } from './coordinator.module.js';
export { QUESTION_SCHEMAS } from './doors/rest/openapi.js';
export { MAX_WAIT_SECONDS } from './doors/rest/questions.controller.js';
export { AnswersService, type AnswerToGive } from './questions/answers.service.js';
export { DeliveriesService } from './questions/deliveries.service.js';
export { type Question, type QuestionState, questionToWire, type WireQuestion } from './questions/question.js';
export { QuestionBook, type QuestionFilter, type QuestionReference } from './questions/question-book.js';
export { QuestionDesk } from './questions/question-desk.js';
export { type ApprovalRule, ApprovalRules } from './rules/approval-rules.js';
