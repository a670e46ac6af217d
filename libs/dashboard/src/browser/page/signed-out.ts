import { FETCH_EVENT, type FetchEvent } from '../requests/fetch-events.js';

/** A stream that is refused because nobody is signed in any more: the page goes to where one signs in, and comes back. */
export function noticeSignedOut(): void {
  document.addEventListener(FETCH_EVENT, (event) => {
    const { type, argsRaw } = (event as FetchEvent).detail;
    if (type === 'error' && argsRaw.status === '401') location.reload();
  });
}
