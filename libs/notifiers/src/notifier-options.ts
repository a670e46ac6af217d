/** What the composition root tells the notifiers. */
export abstract class NotifierOptions {
  /** Where people reach the server. No trailing slash. */
  abstract readonly publicUrl: () => string;
}
