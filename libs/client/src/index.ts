/** SDK for agents and for programs that watch them. Speaks HTTP to a Binnacle server; knows nothing of its inside. */
export { type AgentContext, AgentHandle } from './agent-handle.js';
export type { AskOptions } from './ask.js';
export { BinnacleClient } from './binnacle-client.js';
export { type BatchLimits, type ClientOptions, DEFAULT_URL, type QueueLimits } from './client-options.js';
export type { Clock } from './clock.js';
export type { EmitType } from './emit-type.js';
export type { EventFilter } from './event-filter.js';
export type { EventQuery } from './event-pages.js';
export type { DeliveryCounts } from './event-sender.js';
export type { StreamOptions } from './event-stream.js';
export type { ExportQuery, ImportOutcome } from './export-stream.js';
export type { MessageOptions, ReceivedMessage } from './messages.js';
export type { AskedReply, GivenAnswer, QuestionFilter, WireQuestion } from './question.js';
export type { QuestionShape } from './question-payload.js';
export type { RetryPolicy } from './retry.js';
