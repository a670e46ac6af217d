/** A notification that did not go through. Tried again, unless it is final. */
export class SendFailure extends Error {
  override readonly name = 'SendFailure';

  constructor(
    message: string,
    /** Of HTTP, when there was an answer. */
    readonly status: number | null = null,
    readonly options: { readonly isFinal?: boolean; readonly retryAfterMs?: number } = {},
  ) {
    super(message);
  }
}
