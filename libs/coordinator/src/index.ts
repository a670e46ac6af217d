/** Questions of agents and the doors that wait for or give answers. */
export { CoordinatorModule } from './coordinator.module.js';
export { HOOK_SCHEMAS } from './doors/hooks/openapi.js';
export { unaskedAnswer } from './doors/hooks/unasked-answer.js';
export { McpOptions } from './doors/mcp/mcp-options.js';
export { BATCH_SCHEMAS } from './doors/rest/batch-openapi.js';
export { MESSAGE_SCHEMAS } from './doors/rest/message-openapi.js';
export { QUESTION_SCHEMAS } from './doors/rest/openapi.js';
export { MAX_WAIT_SECONDS } from './doors/rest/questions.controller.js';
export { WORKSPACE_SCHEMAS } from './doors/workspaces/openapi.js';
export { WorkspaceOptions, type WorkspaceRoot } from './doors/workspaces/workspace-options.js';
export { type Message, messageToWire, type WireMessage } from './messages/message.js';
export { MAX_UNREAD, MessagesService } from './messages/messages.service.js';
export { AnsweredBook, type AnsweredFilter } from './questions/answered-book.js';
export { AnswersService, type AnswerToGive } from './questions/answers.service.js';
export { BatchAnswersService, type BatchResult, MAX_BATCH } from './questions/batch-answers.service.js';
export { DeliveriesService } from './questions/deliveries.service.js';
export {
  INBOX_SORTS,
  InboxBook,
  type InboxComment,
  type InboxFilter,
  type InboxPage,
  type InboxSort,
} from './questions/inbox-book.js';
export { type Question, type QuestionState, questionToWire, type WireQuestion } from './questions/question.js';
export { QuestionBook, type QuestionFilter, type QuestionReference } from './questions/question-book.js';
export { type Census, QuestionCensus } from './questions/question-census.js';
export { QuestionDesk } from './questions/question-desk.js';
export { type ApprovalRule, ApprovalRules } from './rules/approval-rules.js';
