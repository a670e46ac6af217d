import type { ServerAddress } from './server-address.js';
import type { Snippet } from './snippet.js';

/** Something that can report here, as the Connect page offers it. */
export interface ConnectClient {
  /** In URLs: `[a-z-]+`. */
  readonly id: string;
  readonly name: string;
  /** One sentence: what one gets. */
  readonly lead: string;
  /** The first is the shortest way. */
  snippets(server: ServerAddress): readonly Snippet[];
  /** What to look at when nothing arrives, besides what holds for all. */
  readonly checks: readonly string[];
  /** `payload.source` of its events; undefined: whatever no other client sent. */
  readonly source: string | undefined;
  /** Under docs/guides. */
  readonly guide: string | undefined;
}
