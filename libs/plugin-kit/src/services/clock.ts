/** The time, for views that show ages. Tests bind a fixed one. */
export abstract class Clock {
  /** Epoch milliseconds. */
  abstract now(): number;
}
