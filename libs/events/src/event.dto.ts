/**
 * The truth about an event's envelope, as a class-validator DTO. The ingest path uses `parseEvent`, which a property test
 * holds equal to this class; change both.
 */
import { Transform } from 'class-transformer';
import { IsObject, IsOptional, IsString, Length, Matches, MaxLength, ValidateBy, ValidateIf } from 'class-validator';
import { ACTION, CATEGORY, splitType } from './event-type.js';
import { isStorableText } from './inspect-json.js';
import { MAX_ID_CHARS, MAX_REFERENCE_CHARS } from './limits.js';
import { parseTimestamp } from './timestamp.js';

const check = (name: string, test: (value: unknown) => boolean) =>
  ValidateBy({
    name,
    validator: { validate: (value) => test(value), defaultMessage: () => `$property is no ${name}` },
  });

const IsTimestamp = () => check('timestamp', (value) => parseTimestamp(value) !== undefined);
const IsType = () => check('type', (value) => typeof value === 'string' && splitType(value) !== undefined);
const IsVisible = () => check('visible text', (value) => typeof value === 'string' && VISIBLE_ID.test(value));
const IsStorable = () => check('storable text', (value) => typeof value !== 'string' || isStorableText(value));
const AgreesWithType = (half: 0 | 1) =>
  ValidateBy({
    name: 'agreesWithType',
    validator: {
      validate: (value, args) => {
        const type = (args?.object as EventDto | undefined)?.type;
        return type == null || value == null || splitType(String(type))?.[half] === value;
      },
      defaultMessage: () => '$property disagrees with type',
    },
  });

const VISIBLE_ID = /^[\x21-\x7e\u00a1-\ud7ff\ue000-\ufefe\uff00-\uffef]+$/;
const emptyIsNull = ({ value }: { value: unknown }) => (value === '' ? null : value);

export class EventDto {
  @IsOptional() @IsString() @Length(1, MAX_ID_CHARS) @IsVisible() id?: string | null;
  @IsOptional() @IsType() type?: string | null;
  @ValidateIf((event: EventDto) => event.type == null || event.category != null)
  @IsString()
  @Matches(CATEGORY)
  @AgreesWithType(0)
  category?: string | null;
  @ValidateIf((event: EventDto) => event.type == null || event.action != null)
  @IsString()
  @Matches(ACTION)
  @AgreesWithType(1)
  action?: string | null;
  /** ISO 8601 (no zone = UTC) or epoch milliseconds; absent = arrival. */
  @IsOptional() @IsTimestamp() timestamp?: string | number | null;
  @Transform(emptyIsNull) @IsOptional() @IsString() @MaxLength(MAX_REFERENCE_CHARS) @IsStorable() agent_id?:
    | string
    | null;
  @Transform(emptyIsNull) @IsOptional() @IsString() @MaxLength(MAX_REFERENCE_CHARS) @IsStorable() graph_id?:
    | string
    | null;
  @Transform(emptyIsNull) @IsOptional() @IsString() @MaxLength(MAX_REFERENCE_CHARS) @IsStorable() node_id?:
    | string
    | null;
  @Transform(emptyIsNull) @IsOptional() @IsString() @MaxLength(MAX_REFERENCE_CHARS) @IsStorable() session_id?:
    | string
    | null;
  @Transform(emptyIsNull) @IsOptional() @IsString() @MaxLength(MAX_REFERENCE_CHARS) @IsStorable() parent_id?:
    | string
    | null;
  @IsOptional() @IsObject() payload?: Record<string, unknown> | null;
}
