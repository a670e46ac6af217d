/** A body's outline: where its resources, scopes and items are, before any of them is read. */

/** The three things OTLP carries; all of them are laid out alike. */
export interface Signal {
  readonly name: 'traces' | 'logs' | 'metrics';
  /** What one item is called in a refusal. */
  readonly item: 'span' | 'log record' | 'metric';
  /** JSON names of the lists: of resources, of scopes, of items. */
  readonly lists: readonly [resources: string, scopes: string, items: string];
}

/** Bytes [start, end) of the body. */
export interface Range {
  readonly start: number;
  readonly end: number;
}

/** The items of one scope. */
export interface Frame {
  /** Shared by all scopes of a resource; it may stand behind them in the body. */
  readonly resource: { range?: Range };
  scope?: Range;
  /** Start, end, start, end …: a request may hold a million. */
  readonly items: number[];
}

/** Items of one request. Real ones are longer than 64 bytes; this stops a body that is nothing but empty items. */
export const MAX_ITEMS = 1_000_000;
/**
 * Bytes of one item, or of one resource: what it becomes in memory can be sixty times as much when it is made for that. An event holds
 * less.
 */
export const MAX_ITEM_BYTES = 4 * 1_048_576;
/** How much is read before others get their turn. */
export const TURN_BYTES = 1_048_576;
