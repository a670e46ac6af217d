/** For the panels' tests: text that tries to be more than text, and the rows of a list. */
export const HOSTILE = [
  '<script>alert(1)</script>',
  '<img src=x onerror="alert(1)">',
  `"><div data-init="@get('/pwned')"></div>`,
  `' onerror='x`,
  'a\rdata: mode append\rdata: elements <script>x</script>',
  '</textarea></details></li>',
] as const;

/** What no rendering of {@link HOSTILE} may hold. */
export const ESCAPED_OUT = /<script|<img|onerror=["']|\r/;

/** The `<li>` elements of a list, as text. */
export const rowsOf = (html: string): string[] => html.match(/<li[\s>][\s\S]*?<\/li>/g) ?? [];
