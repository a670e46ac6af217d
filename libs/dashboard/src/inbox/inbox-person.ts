import { callerOf, isProjectArchived, mayCaller, personOf } from '@binnacle/http';

/** Who somebody is in the inbox. */
export interface InboxPerson {
  readonly name: string | undefined;
  /** Signed in: the name is that of the account. */
  readonly isKnown: boolean;
  readonly mayAnswer: boolean;
  readonly isArchived: boolean;
}

export function inboxPerson(request: { readonly headers: { readonly cookie?: string } }): InboxPerson {
  const caller = callerOf(request);
  const may = { mayAnswer: mayCaller(request, 'answer'), isArchived: isProjectArchived(request) };
  if (caller.kind === 'person') return { name: caller.name, isKnown: true, ...may };
  return { name: personOf(request.headers.cookie), isKnown: false, ...may };
}
