import type { Abstract, Type } from '@nestjs/common';

/** A class, abstract or not, that Nest can inject. */
export type Injectable<T = unknown> = Type<T> | Abstract<T>;

/** `[Clock, PriceBook]` → the instances, in the same order. */
export type Injected<D extends readonly Injectable[]> = {
  -readonly [K in keyof D]: D[K] extends Injectable<infer T> ? T : never;
};

/** Ids of plugins, panels and filters: they stand in DOM ids, URLs and metrics. */
export const PLUGIN_ID = /^[a-z][a-z0-9-]{0,47}$/;
