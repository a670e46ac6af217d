/** A piece of text to copy: it works as it stands, against the server it was made for. */
export interface Snippet {
  /** Unique among those of a client. */
  readonly id: string;
  /** What to do with it, as in "In .claude/settings.json". */
  readonly title: string;
  readonly text: string;
}
