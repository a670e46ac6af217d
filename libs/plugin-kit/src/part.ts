import { BinnacleError } from '@binnacle/events';
import type { FactoryProvider } from '@nestjs/common';
import { PART_BRAND } from './brand.js';
import { type Injectable, PLUGIN_ID } from './injection.js';

/** What a plugin can bring. */
export const PART_KINDS = ['panel', 'filter', 'category', 'tab', 'action', 'notifier', 'mapping'] as const;
export type PartKind = (typeof PART_KINDS)[number];

/** A part as the registry finds it. */
export interface Part<K extends PartKind = PartKind> {
  readonly [PART_BRAND]: K;
  readonly definition: { readonly id: string };
}

/** A Nest provider of a part that still tells which one it is. */
export type PartProvider<K extends PartKind, P extends Part<K>> = FactoryProvider<P> & {
  readonly part: { readonly kind: K; readonly id: string };
};

interface PartDefinition {
  readonly id: string;
  readonly inject?: readonly Injectable[];
}

/**
 * The provider of a part; `bind` gets what was injected.
 *
 * @throws BinnacleError `invalid_plugin` when the id is none
 */
export function partProvider<K extends PartKind, P extends Part<K>>(
  kind: K,
  { id, inject = [] }: PartDefinition,
  bind: (...injected: never[]) => Omit<P, typeof PART_BRAND>,
): PartProvider<K, P> {
  if (!PLUGIN_ID.test(id)) refuse(kind, id, `\`id\` must match ${PLUGIN_ID.source}`);
  return {
    provide: `${kind}:${id}`,
    inject: [...inject] as FactoryProvider['inject'],
    useFactory: (...injected: unknown[]) => ({ [PART_BRAND]: kind, ...bind(...(injected as never[])) }) as unknown as P,
    part: { kind, id },
  };
}

/** @throws BinnacleError `invalid_plugin`, always */
export function refuse(kind: PartKind, id: string, why: string): never {
  throw new BinnacleError('invalid_plugin', `${kind} ${JSON.stringify(id)}: ${why}`, { part: `${kind}:${id}` });
}

/** @throws BinnacleError `invalid_plugin` when `title` is empty */
export function assertTitle(kind: PartKind, { id, title }: { readonly id: string; readonly title: string }): void {
  if (typeof title !== 'string' || !title.trim()) refuse(kind, id, '`title` is empty');
}
