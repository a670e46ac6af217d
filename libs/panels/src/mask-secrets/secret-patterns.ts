/**
 * Shapes of well-known secrets. Every expression is linear: no nested repetition, every repetition bounded or over a class
 * that can't match what follows it, because it runs over a megabyte of whatever agents print.
 */
export interface SecretPattern {
  readonly name: string;
  readonly expression: RegExp;
}

export const SECRET_PATTERNS: readonly SecretPattern[] = [
  {
    name: 'private key',
    expression: /-----BEGIN [A-Z ]{0,30}PRIVATE KEY-----[^-]{0,8192}(?:-----END [A-Z ]{0,30}PRIVATE KEY-----)?/g,
  },
  { name: 'API key', expression: /\bsk-(?:ant-|proj-|or-|lf-)?[A-Za-z0-9_-]{16,200}/g },
  { name: 'GitHub token', expression: /\b(?:gh[pousr]_[A-Za-z0-9]{20,255}|github_pat_[A-Za-z0-9_]{20,255})/g },
  { name: 'GitLab token', expression: /\bglpat-[A-Za-z0-9_-]{20,100}/g },
  { name: 'Slack token', expression: /\bxox[abeoprs]-[A-Za-z0-9-]{10,200}/g },
  { name: 'AWS key', expression: /\b(?:AKIA|ASIA)[A-Z0-9]{16}\b/g },
  { name: 'Google key', expression: /\bAIza[A-Za-z0-9_-]{35}/g },
  { name: 'npm token', expression: /\bnpm_[A-Za-z0-9]{36}/g },
  { name: 'JWT', expression: /\beyJ[A-Za-z0-9_-]{8,2000}\.[A-Za-z0-9_-]{8,8000}\.[A-Za-z0-9_-]{8,1000}/g },
  { name: 'bearer token', expression: /\b[Bb]earer [A-Za-z0-9._~+/=-]{16,2000}/g },
  { name: 'password in URL', expression: /(?<=:\/\/[^\s:@/]{1,100}:)[^\s:@/]{1,200}(?=@)/g },
  {
    name: 'secret',
    expression:
      /(?<=\b(?:password|passwd|secret|api[_-]?key|access[_-]?token|auth[_-]?token)["']?\s{0,3}[=:]\s{0,3}["']?)[^\s"',;&]{6,400}/gi,
  },
];

/** Matches wherever one of {@link SECRET_PATTERNS} does, and is far cheaper than all of them. */
export const MAY_HOLD_SECRET =
  /-----BEGIN |sk-|gh[pousr]_|github_pat_|glpat-|xox[abeoprs]-|A[KS]IA|AIza|npm_|eyJ|earer |:\/\/|passw|secret|api[_-]?key|(?:access|auth)[_-]?token/i;

/** Keys of an object whose text value is a secret whatever it looks like. */
export const SECRET_KEY =
  /^(?:password|passwd|pwd|secret|client_?secret|api_?-?key|access_?token|refresh_?token|auth_?token|authorization|private_?key|credentials?)$/i;
