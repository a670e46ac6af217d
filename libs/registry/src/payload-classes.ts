import { BinnacleError, type EventDraft } from '@binnacle/events';
import type { Category } from '@binnacle/plugin-kit';
import type { Type } from '@nestjs/common';
import { plainToInstance } from 'class-transformer';
import { type ValidationError, validateSync } from 'class-validator';

/** The payload classes of all categories: holds events of their types to them. */
export class PayloadClasses {
  private readonly classes = new Map<string, Type<object>>();

  constructor(categories: readonly Category[]) {
    for (const { definition } of categories) {
      for (const [type, payload] of Object.entries(definition.types ?? {}))
        this.classes.set(type, payload as Type<object>);
    }
  }

  /** @throws BinnacleError `field_invalid` naming the member */
  check({ type, payload }: Pick<EventDraft, 'type' | 'payload'>): void {
    const shape = this.classes.get(type);
    if (!shape) return;
    const [first] = validateSync(plainToInstance(shape, payload), { forbidUnknownValues: false });
    if (first) throw refusal(first);
  }
}

function refusal(error: ValidationError, path = 'payload'): BinnacleError {
  const field = `${path}.${error.property}`;
  const [child] = error.children ?? [];
  if (child) return refusal(child, field);
  const [why = 'is invalid'] = Object.values(error.constraints ?? {});
  return new BinnacleError('field_invalid', `\`${field}\`: ${why}`, { field });
}
