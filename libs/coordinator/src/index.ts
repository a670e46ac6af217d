/** Questions of agents and the doors that wait for or give answers. */
export { CoordinatorModule } from './coordinator.module.js';
export { QUESTION_SCHEMAS } from './doors/rest/openapi.js';
export { MAX_WAIT_SECONDS } from './doors/rest/questions.controller.js';
export { type Question, type QuestionState, questionToWire, type WireQuestion } from './questions/question.js';
export { type QuestionFilter, type QuestionReference, QuestionsService } from './questions/questions.service.js';
