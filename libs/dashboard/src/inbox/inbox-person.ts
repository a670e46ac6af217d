import { callerOf, mayCaller, personOf } from '@binnacle/http';

/** Who somebody is in the inbox. */
export interface InboxPerson {
  readonly name: string | undefined;
  /** Signed in: the name is that of the account. */
  readonly isKnown: boolean;
  readonly mayAnswer: boolean;
}

export function inboxPerson(request: { readonly headers: { readonly cookie?: string } }): InboxPerson {
  const caller = callerOf(request);
  const mayAnswer = mayCaller(request, 'answer');
  if (caller.kind === 'person') return { name: caller.name, isKnown: true, mayAnswer };
  return { name: personOf(request.headers.cookie), isKnown: false, mayAnswer };
}
