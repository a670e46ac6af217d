/**
 * The truth about well-known payload fields, as class-validator DTOs. The ingest path uses `checkPayload`, a table that
 * a property test holds equal to these classes; change both.
 */
import { IsNumber, IsOptional, IsString, MaxLength, Min, ValidateBy, type ValidationOptions } from 'class-validator';
import { MAX_REFERENCE_CHARS } from '../limits.js';
import { QUESTION_FIELD_CHECKS, type QuestionField } from './question-fields.js';

/** As a field of a question, see question-fields.ts. */
const IsQuestionField = (field: QuestionField, options?: ValidationOptions) =>
  ValidateBy(
    {
      name: field,
      validator: {
        validate: QUESTION_FIELD_CHECKS[field].test,
        defaultMessage: () => `$property must be ${QUESTION_FIELD_CHECKS[field].expected}`,
      },
    },
    options,
  );

export class AgentPayloadDto {
  @IsOptional() @IsString() name?: string;
  @IsOptional() @IsString() task?: string;
  @IsOptional() @IsString() model?: string;
  @IsOptional() @IsString() reason?: string;
}

export class QuestionPayloadDto {
  @IsOptional() @IsString() question?: string;
  @IsOptional() @IsQuestionField('options') options?: unknown[];
  @IsOptional() @IsString() @MaxLength(MAX_REFERENCE_CHARS) msg_id?: string;
}

export class AnswerPayloadDto {
  @IsOptional() @IsString() question?: string;
  @IsOptional() @IsString() answer?: string;
  @IsOptional() @IsString() @MaxLength(MAX_REFERENCE_CHARS) msg_id?: string;
  @IsOptional() @IsString() @MaxLength(MAX_REFERENCE_CHARS) question_id?: string;
  @IsOptional() @IsString() answered_by?: string;
}

export class QuestionChangePayloadDto {
  @IsOptional() @IsString() @MaxLength(MAX_REFERENCE_CHARS) question_id?: string;
  @IsOptional() @IsString() @MaxLength(MAX_REFERENCE_CHARS) msg_id?: string;
  @IsOptional() @IsString() by?: string;
  @IsOptional() @IsString() door?: string;
  @IsOptional() @IsQuestionField('expires_at') until?: string;
  @IsOptional() @IsString() to?: string;
  @IsOptional() @IsString() text?: string;
  @IsOptional() @IsString() expected_hash?: string;
  @IsOptional() @IsString() action_hash?: string;
}

export class RulePayloadDto {
  @IsOptional() @IsString() @MaxLength(MAX_REFERENCE_CHARS) rule_id?: string;
  @IsOptional() @IsString() by?: string;
  @IsOptional() @IsString() tool?: string;
  @IsOptional() @IsString() args_hash?: string;
  @IsOptional() @IsString() @MaxLength(MAX_REFERENCE_CHARS) question_id?: string;
}

export class ResultPayloadDto {
  @IsOptional() @IsString() summary?: string;
  @IsOptional() @IsNumber() @Min(0) duration_ms?: number;
}

export class FailurePayloadDto {
  @IsOptional() @IsString() message?: string;
  @IsOptional() @IsNumber() @Min(0) duration_ms?: number;
}

export class ToolPayloadDto {
  @IsOptional() @IsString() tool_name?: string;
  @IsOptional() @IsString() @MaxLength(MAX_REFERENCE_CHARS) tool_use_id?: string;
  @IsOptional() @IsNumber() @Min(0) duration_ms?: number;
}

export class ModelPayloadDto {
  @IsOptional() @IsString() model?: string;
  @IsOptional() @IsNumber() @Min(0) input_tokens?: number;
  @IsOptional() @IsNumber() @Min(0) output_tokens?: number;
  @IsOptional() @IsNumber() @Min(0) cost_usd?: number;
  @IsOptional() @IsNumber() @Min(0) duration_ms?: number;
}

export class ProgressPayloadDto {
  @IsOptional() @IsNumber() @Min(0) completed?: number;
  @IsOptional() @IsNumber() @Min(0) total?: number;
  @IsOptional() @IsString() label?: string;
}

export class MessagePayloadDto {
  @IsOptional() @IsString() text?: string;
}

export class MessageChangePayloadDto {
  @IsOptional() @IsString() @MaxLength(MAX_REFERENCE_CHARS) message_id?: string;
  @IsOptional() @IsString() text?: string;
  @IsOptional() @IsString() by?: string;
  @IsOptional() @IsString() door?: string;
}
