/**
 * The truth about well-known payload fields, as class-validator DTOs. The ingest path uses `checkPayload`, a table that
 * a property test holds equal to these classes; change both.
 */
import {
  ArrayMaxSize,
  IsArray,
  IsNumber,
  IsOptional,
  IsString,
  MaxLength,
  Min,
  ValidateBy,
  type ValidationOptions,
} from 'class-validator';
import { isJsonObject } from '../json.js';
import { MAX_REFERENCE_CHARS } from '../limits.js';

/** Options one question may offer. */
export const MAX_OPTIONS = 100;

const IsOption = (options?: ValidationOptions) =>
  ValidateBy(
    { name: 'isOption', validator: { validate: isOption, defaultMessage: () => '$property holds no option' } },
    options,
  );

/** A text, or an object with a text `value` and optional texts `label` and `description`. */
export function isOption(value: unknown): boolean {
  if (typeof value === 'string') return true;
  if (!isJsonObject(value) || typeof value.value !== 'string') return false;
  return isTextOrAbsent(value.label) && isTextOrAbsent(value.description);
}

const isTextOrAbsent = (value: unknown): boolean => value == null || typeof value === 'string';

export class AgentPayloadDto {
  @IsOptional() @IsString() name?: string;
  @IsOptional() @IsString() task?: string;
  @IsOptional() @IsString() model?: string;
  @IsOptional() @IsString() reason?: string;
}

export class QuestionPayloadDto {
  @IsOptional() @IsString() question?: string;
  @IsOptional() @IsArray() @ArrayMaxSize(MAX_OPTIONS) @IsOption({ each: true }) options?: unknown[];
  @IsOptional() @IsString() @MaxLength(MAX_REFERENCE_CHARS) msg_id?: string;
}

export class AnswerPayloadDto {
  @IsOptional() @IsString() question?: string;
  @IsOptional() @IsString() answer?: string;
  @IsOptional() @IsString() @MaxLength(MAX_REFERENCE_CHARS) msg_id?: string;
  @IsOptional() @IsString() @MaxLength(MAX_REFERENCE_CHARS) question_id?: string;
  @IsOptional() @IsString() answered_by?: string;
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
