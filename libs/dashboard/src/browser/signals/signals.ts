import { SignalStore } from './signal-store.js';

/** The signals of this page; a page has one client, so there is one store. */
export const signals = new SignalStore();
