import 'reflect-metadata';
import { describe, expect, it } from '@jest/globals';
import { plainToInstance } from 'class-transformer';
import { validateSync } from 'class-validator';
import fc from 'fast-check';
import { BinnacleError } from '../errors/binnacle-error.js';
import { EventTypes } from '../event-type.js';
import type { JsonObject } from '../json.js';
import * as dto from './payload.dto.js';
import { checkPayload, PAYLOAD_SHAPES } from './payload-check.js';

const DTOS: Readonly<Record<string, new () => object>> = {
  'agent:started': dto.AgentPayloadDto,
  'agent:blocked': dto.QuestionPayloadDto,
  'agent:resumed': dto.AnswerPayloadDto,
  'agent:completed': dto.ResultPayloadDto,
  'agent:failed': dto.FailurePayloadDto,
  'agent:cancelled': dto.AgentPayloadDto,
  'tool:called': dto.ToolPayloadDto,
  'tool:started': dto.ToolPayloadDto,
  'tool:completed': dto.ToolPayloadDto,
  'tool:failed': dto.ToolPayloadDto,
  'model:request': dto.ModelPayloadDto,
  'model:response': dto.ModelPayloadDto,
  'graph:started': dto.ProgressPayloadDto,
  'graph:progress': dto.ProgressPayloadDto,
  'graph:completed': dto.ProgressPayloadDto,
  'graph:failed': dto.FailurePayloadDto,
  'user:message': dto.MessagePayloadDto,
  'user:message_sent': dto.MessageChangePayloadDto,
  'user:message_read': dto.MessageChangePayloadDto,
  ...Object.fromEntries(
    Object.values(EventTypes)
      .filter((type) => type.startsWith('question:'))
      .map((type) => [type, type.includes('rule_') ? dto.RulePayloadDto : dto.QuestionChangePayloadDto]),
  ),
};

const passes = (type: string, payload: JsonObject): boolean => {
  try {
    checkPayload(type, payload);
    return true;
  } catch (error) {
    if (error instanceof BinnacleError) return false;
    throw error;
  }
};

describe('checkPayload', () => {
  it('has a shape and a DTO for every well-known type', () => {
    const known = Object.values(EventTypes).sort();
    expect([...PAYLOAD_SHAPES.keys()].sort()).toEqual(known);
    expect(Object.keys(DTOS).sort()).toEqual(known);
  });

  it.each(Object.keys(DTOS))('agrees with the DTO about every payload of %s', (type) => {
    const value = fc.oneof(
      fc.constantFrom(
        null,
        undefined,
        '',
        'text',
        'x'.repeat(257),
        0,
        1.5,
        -1,
        true,
        [],
        {},
        [1],
        ['a'],
        [{ value: 'v' }],
      ),
      fc.constantFrom(
        [{ value: 'v', label: 1 }],
        '2026-01-05T10:00:00Z',
        Array.from({ length: 101 }, () => 'o'),
        [null],
        { value: 'v' },
      ),
      fc.double(),
      fc.jsonValue(),
    );
    const fields = [...Object.keys(PAYLOAD_SHAPES.get(type) ?? {}), 'something_else'];
    const payload = fc.record(Object.fromEntries(fields.map((field) => [field, value])), { requiredKeys: [] });
    fc.assert(
      fc.property(payload, (drawn) => {
        const errors = validateSync(plainToInstance(DTOS[type] as new () => object, drawn));
        expect({ drawn, passes: passes(type, drawn as JsonObject) }).toEqual({ drawn, passes: errors.length === 0 });
      }),
      { numRuns: 300 },
    );
  });

  it('lets unknown types and unknown fields pass', () => {
    expect(passes('deploy:finished', { anything: { goes: [1] } })).toBe(true);
    expect(passes('tool:called', { tool_name: 'x', extra: [{}] })).toBe(true);
  });
});
