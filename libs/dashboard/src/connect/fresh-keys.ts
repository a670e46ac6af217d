/** Whose key it will be: what the person who opened the page may hand out. */
export interface FreshKeyRequest {
  readonly project: string;
  /** The client it is for, as people see it in the list of keys. */
  readonly name: string;
  /** Of the request, so that an implementation knows who asks and can refuse. */
  readonly request: object;
}

/**
 * A new API key for the snippet that somebody is about to copy. A port, bound by the composition root; while there are no accounts
 * nobody needs a key and it gives none.
 *
 * The trap: a key is shown once and never again. Make one only for a person who pressed the button, never for a page that was loaded.
 */
export abstract class FreshKeys {
  /** Whether this server wants keys at all, and the person may make one: else the page has no button. */
  abstract wanted(request: object): boolean | Promise<boolean>;
  /** The secret, with which the snippets are filled; undefined when none is needed. @throws BinnacleError when it is not allowed */
  abstract make(request: FreshKeyRequest): Promise<string | undefined>;
}
