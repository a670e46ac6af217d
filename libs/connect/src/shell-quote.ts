/** One word of a POSIX shell's command line; plain words stay readable. */
export const shellQuote = (word: string): string =>
  /^[\w@%+=:,./~-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;

/** In double quotes, so that `$NAME` is still replaced; nothing else is. */
export const shellExpand = (word: string): string => `"${word.replace(/["\\`]/g, '\\$&')}"`;
