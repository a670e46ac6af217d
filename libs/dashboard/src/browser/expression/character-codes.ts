/** Codes the parser plugins look for; jsep has some of them too, but does not declare them. */
export const CODE = charactersByName({
  openParen: '(',
  closeParen: ')',
  comma: ',',
  slash: '/',
  colon: ':',
  at: '@',
  openBracket: '[',
  closeBracket: ']',
  openBrace: '{',
  closeBrace: '}',
});

function charactersByName<Name extends string>(characters: Record<Name, string>): Readonly<Record<Name, number>> {
  const codes = Object.entries<string>(characters).map(([name, character]) => [name, character.charCodeAt(0)]);
  return Object.fromEntries(codes);
}
