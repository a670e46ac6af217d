import { BinnacleError, isStorableText } from '@binnacle/events';
import { InProject, Requires } from '@binnacle/http';
import { Controller, Get, Query } from '@nestjs/common';
import { ApiOperation, ApiQuery, ApiResponse, ApiTags } from '@nestjs/swagger';
import { DELIVERY_STATES, type DeliveryState, deliveryToWire } from '../deliveries/delivery.js';
import { DeliveryBook } from '../deliveries/delivery-book.js';

const MAX_LIMIT = 1_000;
const text = (example: string) => ({ type: 'string', examples: [example] });

/** What was sent where, when and with what result. */
@ApiTags('notifications')
@Controller('api/v1/notification-deliveries')
@Requires('read')
export class NotificationDeliveriesController {
  constructor(private readonly deliveries: DeliveryBook) {}

  @Get()
  @ApiOperation({
    summary: 'The log of notifications, newest first',
    description: 'Planned ones too. Kept for 30 days, at most 20,000 of them.',
  })
  @ApiQuery({
    name: 'state',
    required: false,
    schema: { type: 'string', enum: [...DELIVERY_STATES], examples: ['failed'] },
  })
  @ApiQuery({ name: 'channel_id', required: false, schema: text('ex-channel') })
  @ApiQuery({ name: 'rule_id', required: false, schema: text('ex-escalation') })
  @ApiQuery({
    name: 'subject_id',
    required: false,
    schema: text('ex-question'),
    description: 'The question, or the event',
  })
  @ApiQuery({
    name: 'before',
    required: false,
    schema: text('0193cf6e'),
    description: 'The last id of the page before',
  })
  @ApiQuery({
    name: 'limit',
    required: false,
    schema: { type: 'integer', minimum: 1, maximum: MAX_LIMIT, default: 100, examples: [20] },
  })
  @ApiResponse({
    status: 200,
    description: 'The log',
    schema: { $ref: '#/components/schemas/NotificationDeliveryList' },
  })
  async list(@InProject() project: string, @Query() query: Readonly<Record<string, unknown>>) {
    const value = (parameter: string) => readParameter(query, parameter);
    const state = value('state');
    if (state && !DELIVERY_STATES.includes(state as DeliveryState))
      throw refused('state', `must be one of ${DELIVERY_STATES.join(', ')}`);
    const limit = Number(value('limit') ?? 100);
    if (!Number.isInteger(limit) || limit < 1 || limit > MAX_LIMIT) throw refused('limit', `must be 1 to ${MAX_LIMIT}`);
    const found = await this.deliveries.list({
      project,
      state: state as DeliveryState | undefined,
      channelId: value('channel_id'),
      ruleId: value('rule_id'),
      subjectId: value('subject_id'),
      before: value('before'),
      limit,
    });
    return { data: found.map(deliveryToWire) };
  }
}

function readParameter(query: Readonly<Record<string, unknown>>, parameter: string): string | undefined {
  const value = query[parameter];
  if (value === undefined || value === '') return undefined;
  if (typeof value === 'string' && value.length <= 256 && isStorableText(value)) return value;
  throw refused(parameter, 'must be given once, with at most 256 characters');
}

const refused = (parameter: string, detail: string) =>
  new BinnacleError('invalid_query', `\`${parameter}\` ${detail}`, { parameter });
