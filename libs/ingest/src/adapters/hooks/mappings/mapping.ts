import type { JsonObject, JsonValue } from '@binnacle/events';
import { type HookBody, textOf } from '../hook-body.js';

export interface Mapped {
  readonly type: string;
  readonly payload: JsonObject;
}
/** What one hook says, as an event. Never throws, whatever the body holds. */
export type Mapping = (body: HookBody) => Mapped;
export type Mappings = Readonly<Record<string, Mapping>>;

/** Kept, and not shown among what agents do: its category is one of the hidden ones. */
export const RAW_HOOK = 'raw:hook';

/** A hook that tells nothing new, or nothing that people look at, with the fields that are worth their room. */
export const hidden =
  (keep: (body: HookBody) => JsonObject): Mapping =>
  (body) => ({ type: RAW_HOOK, payload: { ...keep(body), hidden: true } });

/** The event `type` with these texts of the body, by the name they get. */
export const fields =
  (type: string, names: Readonly<Record<string, string>>): Mapping =>
  ({ fields: given }) => ({
    type,
    payload: Object.fromEntries(Object.entries(names).map(([to, from]) => [to, textOf(given[from]) ?? null])),
  });

export const amount = (value: JsonValue | undefined): number | null =>
  typeof value === 'number' && value >= 0 ? value : null;
