import { BinnacleError, DEFAULT_PROJECT } from '@binnacle/events';
import { PrismaService } from '@binnacle/persistence';
import { Injectable, Logger } from '@nestjs/common';
import * as oidc from 'openid-client';
import { safeNext } from '../access/safe-next.js';
import { Audit } from '../audit/audit.js';
import { AuthOptions, type OidcOptions } from '../auth-options.js';
import { type Account, actorOfAccount } from '../people/accounts.service.js';
import { personName } from '../people/person-name.js';
import { newId } from '../secret.js';

/** What has to come back unchanged: kept in a cookie of the browser that began. */
interface Begun {
  readonly state: string;
  readonly nonce: string;
  readonly verifier: string;
  readonly next: string;
}

const SCOPE = 'openid email profile';
const CALLBACK = '/login/oidc/callback';
/** Seconds for a request to the provider. */
const TIMEOUT = 10;

const select = { id: true, email: true, name: true, isOwner: true } as const;

/** Signing in at an OpenID provider: authorization code with PKCE, state and nonce. */
@Injectable()
export class OidcLogin {
  private readonly logger = new Logger('OpenID');
  private discovered: Promise<oidc.Configuration> | undefined;

  constructor(
    private readonly options: AuthOptions,
    private readonly database: PrismaService,
    private readonly audit: Audit,
  ) {}

  /** Its name, when there is a provider. */
  get provider(): string | undefined {
    return this.options.oidc?.name;
  }

  /** @returns where to send the browser, and the value of its cookie */
  async begin(next: string): Promise<{ url: string; begun: string }> {
    const configuration = await this.configuration();
    const [state, nonce, verifier] = [oidc.randomState(), oidc.randomNonce(), oidc.randomPKCECodeVerifier()];
    const url = oidc.buildAuthorizationUrl(configuration, {
      redirect_uri: this.redirectUri,
      scope: SCOPE,
      state,
      nonce,
      code_challenge: await oidc.calculatePKCECodeChallenge(verifier),
      code_challenge_method: 'S256',
    });
    const begun: Begun = { state, nonce, verifier, next: safeNext(next) };
    return { url: url.href, begun: Buffer.from(JSON.stringify(begun)).toString('base64url') };
  }

  /**
   * @param url of the callback, as it was asked for
   * @param cookie what {@link begin} gave
   * @throws BinnacleError `oidc_refused`
   */
  async finish(url: string, cookie: string | undefined, from: string): Promise<{ account: Account; next: string }> {
    const begun = readBegun(cookie);
    if (!begun) throw refused('this browser did not begin to sign in here, or long ago');
    const claims = await this.claims(url, begun);
    return { account: await this.accountOf(claims, from), next: safeNext(begun.next) };
  }

  private async claims(url: string, { state, nonce, verifier }: Begun): Promise<oidc.IDToken> {
    const configuration = await this.configuration();
    const current = new URL(this.redirectUri);
    current.search = new URL(url, current).search;
    try {
      const tokens = await oidc.authorizationCodeGrant(configuration, current, {
        expectedState: state,
        expectedNonce: nonce,
        pkceCodeVerifier: verifier,
        idTokenExpected: true,
      });
      const claims = tokens.claims();
      if (!claims) throw refused('the provider sent no ID token');
      if (claims.email !== undefined) return claims;
      // Many providers tell the address only when they are asked for it.
      return { ...claims, ...(await oidc.fetchUserInfo(configuration, tokens.access_token, claims.sub)) };
    } catch (error) {
      if (error instanceof BinnacleError) throw error;
      this.logger.warn({ err: error }, 'an OpenID sign-in was refused');
      throw refused('the provider’s answer does not hold, or it said no');
    }
  }

  /** By the identity once it is known, before that by the verified address. */
  private async accountOf(claims: oidc.IDToken, from: string): Promise<Account> {
    const identity = { issuer: claims.iss, subject: claims.sub };
    const known = await this.database.userIdentity.findUnique({
      where: { issuer_subject: identity },
      include: { user: true },
    });
    if (known) return admitted(known.user);
    const email = typeof claims.email === 'string' ? claims.email.trim().toLowerCase() : '';
    if (!email || claims.email_verified !== true) throw refused('the provider does not vouch for an e-mail address');
    const found = await this.database.user.findUnique({ where: { email } });
    if (found) {
      const account = admitted(found);
      await this.link(account, identity, from);
      return account;
    }
    const domain = email.slice(email.lastIndexOf('@') + 1);
    if (!this.oidcOptions.domains.includes(domain)) throw refused(`nobody has invited ${email}`);
    return this.join(email, typeof claims.name === 'string' ? claims.name : email, identity, from);
  }

  private async link(account: Account, identity: Identity, from: string): Promise<void> {
    await this.database.$transaction(async (transaction) => {
      await transaction.userIdentity.create({ data: { ...identity, userId: account.id } });
      const record = { who: actorOfAccount(account), what: 'account.linked', target: `user:${account.id}`, from };
      await this.audit.record({ ...record, detail: { ...identity } }, transaction);
    });
  }

  private join(email: string, name: string, identity: Identity, from: string): Promise<Account> {
    return this.database.$transaction(async (transaction) => {
      const data = { id: newId(), email, name: personName(name.slice(0, 80)) };
      const account = await transaction.user.create({ data, select });
      await transaction.userIdentity.create({ data: { ...identity, userId: account.id } });
      await transaction.membership.create({ data: { project: DEFAULT_PROJECT, userId: account.id, role: 'viewer' } });
      const record = { who: actorOfAccount(account), what: 'account.joined', target: `user:${account.id}`, from };
      await this.audit.record({ ...record, project: DEFAULT_PROJECT, detail: { ...identity } }, transaction);
      return account;
    });
  }

  private get oidcOptions(): OidcOptions {
    if (!this.options.oidc) throw new BinnacleError('oidc_refused', 'no OpenID provider is configured');
    return this.options.oidc;
  }

  private get redirectUri(): string {
    return `${this.options.publicUrl()}${CALLBACK}`;
  }

  /** Asked for at the first sign-in, and again after it failed: the provider may be down when the server starts. */
  private configuration(): Promise<oidc.Configuration> {
    const { issuer, clientId, clientSecret } = this.oidcOptions;
    const url = new URL(issuer);
    // Plain HTTP only to the own machine, for trying out.
    const execute = url.protocol === 'http:' ? [oidc.allowInsecureRequests] : [];
    this.discovered ??= oidc
      .discovery(url, clientId, clientSecret, clientSecret ? undefined : oidc.None(), { execute, timeout: TIMEOUT })
      .catch((error: unknown) => {
        this.discovered = undefined;
        this.logger.warn({ err: error }, 'the OpenID provider was not found');
        throw refused('the provider can’t be reached');
      });
    return this.discovered;
  }
}

type Identity = { readonly issuer: string; readonly subject: string };

function admitted(user: Account & { readonly disabledAt: Date | null }): Account {
  if (user.disabledAt) throw refused('the account is switched off');
  return user;
}

function readBegun(cookie: string | undefined): Begun | undefined {
  try {
    const begun = JSON.parse(Buffer.from(cookie ?? '', 'base64url').toString()) as Partial<Begun> | null;
    const isWhole = begun && [begun.state, begun.nonce, begun.verifier].every((one) => typeof one === 'string' && one);
    return isWhole ? (begun as Begun) : undefined;
  } catch {
    return undefined;
  }
}

const refused = (why: string) => new BinnacleError('oidc_refused', why);
