import { CATEGORIES, type EventPayloads, parsePatterns } from '@binnacle/events';
import type { Type } from '@nestjs/common';
import { type Part, type PartProvider, partProvider, refuse } from './part.js';

export const CATEGORY_COLORS = ['blue', 'green', 'amber', 'red', 'violet', 'teal', 'pink', 'grey'] as const;
export type CategoryColor = (typeof CATEGORY_COLORS)[number];

const BUILT_IN: readonly string[] = [...CATEGORIES, 'binnacle'];

/** A class of the payload, with class-validator's decorators. Members it does not name are allowed. */
type PayloadClass<P> = Type<P>;

export interface CategoryDefinition {
  /** What stands before the colon of its event types: `[a-z][a-z0-9-]{0,31}`. The built-in ones can't be taken. */
  readonly id: string;
  /** As people read it, in filter choices. */
  readonly label: string;
  /** Of its events in the log. Default grey. */
  readonly color?: CategoryColor;
  /**
   * Payload classes by event type. An event of such a type whose payload does not fit is refused with `field_invalid`, which
   * names the member; types not listed are taken with any payload.
   */
  readonly types?: { readonly [T in keyof EventPayloads & string]?: PayloadClass<EventPayloads[T]> } & {
    readonly [type: `${string}:${string}`]: PayloadClass<object>;
  };
}

export interface Category extends Part<'category'> {
  readonly definition: CategoryDefinition;
}

export type CategoryProvider = PartProvider<'category', Category> & { readonly category: CategoryDefinition };

/**
 * Defines a category of events of one's own.
 *
 * @example
 * class Deployed { @IsString() environment!: string; @IsNumber() seconds!: number }
 * export const deploys = defineCategory({ id: 'deploy', label: 'Deploys', color: 'teal', types: { 'deploy:finished': Deployed } });
 * @throws BinnacleError `invalid_plugin`, `invalid_pattern`
 */
export function defineCategory(definition: CategoryDefinition): CategoryProvider {
  const { id, label, color, types = {} } = definition;
  if (!label?.trim()) refuse('category', id, '`label` is empty');
  if (color && !CATEGORY_COLORS.includes(color)) {
    refuse('category', id, `\`color\` must be one of ${CATEGORY_COLORS.join(', ')}`);
  }
  if (BUILT_IN.includes(id)) refuse('category', id, 'is a built-in category');
  parsePatterns([`${id}:*`, ...Object.keys(types)]);
  const foreign = Object.keys(types).find((type) => !type.startsWith(`${id}:`));
  if (foreign) refuse('category', id, `the type ${foreign} is of another category`);
  const provider = partProvider<'category', Category>('category', { id }, () => ({ definition }));
  return { ...provider, category: definition };
}
