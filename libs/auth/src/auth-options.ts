export interface FirstAdmin {
  readonly email: string;
  readonly password: string;
}

export interface OidcOptions {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string | undefined;
  /** On the button: "Sign in with …". */
  readonly name: string;
  /** Domains of verified e-mail addresses that may come without an invitation, as viewers of the default project. */
  readonly domains: readonly string[];
}

/** What the composition root tells about signing in. */
export abstract class AuthOptions {
  /** Whether everybody is served as long as there are no accounts: on loopback, or where the network keeps strangers out. */
  abstract readonly openWithoutAccounts: boolean;
  /** From where the server is reached. */
  abstract readonly reach: 'machine' | 'network';
  /** Where people reach the server, without a trailing slash. With https, cookies are for TLS only. */
  abstract readonly publicUrl: () => string;
  /** Made at start when there are no accounts. */
  abstract readonly admin: FirstAdmin | undefined;
  abstract readonly oidc: OidcOptions | undefined;
  /** Days an entry of the audit log is kept; undefined = for ever. */
  abstract readonly auditDays: number | undefined;
}
