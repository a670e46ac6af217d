import type { GuideRoom } from './guide-room.js';

/** Runs one snippet as its reader would, and holds it to what its guide says. */
export type Runner = (text: string, room: GuideRoom) => Promise<void>;

/** By file and position: `curl.md 2 sh`. */
export type Runners = Readonly<Record<string, Runner>>;
