import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { identifyCallers } from '@binnacle/auth';
import { AssetStore } from '@binnacle/dashboard';
import type { DynamicModule } from '@nestjs/common';
import { NestFactory, Reflector } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { AppModule } from './app.module.js';
import { type Config, isLoopback } from './config.js';
import { QuietLogger } from './core/quiet-logger.js';
import { API_DOCS, serveApiDocs } from './http/api-docs.js';
import { useRawBodies } from './http/body-parsers.js';
import { drainConnections } from './http/drain-connections.js';
import { KnownParameters } from './http/known-parameters.js';
import { guardOrigin } from './http/origin-guard.js';
import { ProblemFilter } from './http/problem.filter.js';
import { limitRates } from './http/rate-limits/limit-rates.js';
import { answerRequestIds, requestId } from './http/request-id.js';
import { useSecurityHeaders } from './http/security-headers.js';
import { limitUrls, SERVER_LIMITS } from './http/server-limits.js';
import { logRequests } from './operations/access-log.js';
import { countRequests } from './operations/metrics/count-requests.js';
import { Metrics } from './operations/metrics/metrics.js';
import { SelfTelemetry } from './operations/telemetry/self-telemetry.js';
import { VERSION } from './version.js';

/** From dist/apps/server/src and from apps/server/src alike: the folder that holds `dist`. */
const ROOT = fileURLToPath(new URL(import.meta.url.includes('/dist/') ? '../../../../' : '../../../', import.meta.url));

export interface CreateAppOptions {
  readonly environment?: Readonly<Record<string, string | undefined>>;
  readonly plugins?: readonly DynamicModule[];
  /** Instead of the plugin that is delivered with the server. */
  readonly builtIn?: DynamicModule;
}

/** The whole server, ready to listen. Tests boot this too. */
export async function createApp(config: Config, options: CreateAppOptions = {}): Promise<NestFastifyApplication> {
  const adapter = new FastifyAdapter({
    ...SERVER_LIMITS,
    logger: false,
    genReqId: requestId,
    trustProxy: config.trustedProxies.length > 0 ? [...config.trustedProxies] : false,
    routerOptions: { maxParamLength: 1_024 },
  });
  const publicUrl = publicUrlOf(adapter, config);
  const module = AppModule.forRoot({
    database: config.databaseUrl ? { url: config.databaseUrl } : { dataDir: config.dataDir },
    storage: { retentionDays: config.retentionDays, maxBytes: config.maxDiskBytes },
    auth: {
      openWithoutAccounts: config.openWithoutAccounts,
      reach: isLoopback(config.host) ? 'machine' : 'network',
      publicUrl,
      admin: config.admin,
      oidc: config.oidc,
      auditDays: config.auditDays,
    },
    logLevel: config.logLevel,
    operations: { metricsToken: config.metricsToken, selfOtlp: config.selfOtlp },
    environment: options.environment ?? process.env,
    plugins: options.plugins,
    builtIn: options.builtIn,
    pluginOptions: config.pluginOptions,
    prices: config.prices,
    workspaces: config.workspaces,
    webhookAllow: config.webhookAllow,
    dashboard: {
      publicUrl,
      version: VERSION,
      datastarClient: config.datastarClient,
      browserDir: path.join(ROOT, 'dist/browser'),
      cliEntry: path.join(ROOT, 'dist/apps/cli/src/main.js'),
      maxViewers: config.maxViewers,
    },
  });
  const app = await NestFactory.create<NestFastifyApplication>(module, adapter, {
    bodyParser: false,
    // Until the structured log takes over: what fails before is told in one line by main.ts.
    logger: false,
    abortOnError: false,
  });
  app.useLogger(app.get(QuietLogger));
  app.useGlobalGuards(new KnownParameters(app.get(Reflector)));
  app.useGlobalFilters(new ProblemFilter(app.get(AssetStore)));
  const fastify = adapter.getInstance();
  const metrics = app.get(Metrics);
  answerRequestIds(fastify);
  await app.get(SelfTelemetry).start(fastify);
  countRequests(fastify, metrics);
  if (config.accessLog) logRequests(fastify);
  useSecurityHeaders(fastify, config);
  limitUrls(fastify);
  guardOrigin(fastify, config.allowedHosts);
  limitRates(fastify, config.rateLimits, (door) => metrics.limited.inc({ door }));
  identifyCallers(app, (path) => (path.startsWith(API_DOCS) ? 'signed-in' : undefined));
  useRawBodies(fastify);
  drainConnections(fastify);
  serveApiDocs(app, VERSION);
  return app;
}

/** Every request asks for it: the address is looked up once the server has one. */
function publicUrlOf(adapter: FastifyAdapter, { publicUrl, host: given, port }: Config): () => string {
  const host = given.includes(':') ? `[${given}]` : given;
  const base = `http://${['0.0.0.0', '[::]'].includes(host) ? '127.0.0.1' : host}`;
  let found = publicUrl;
  return () => {
    if (found !== undefined) return found;
    const address = adapter.getHttpServer().address();
    if (typeof address !== 'object' || address === null) return `${base}:${port}`;
    found = `${base}:${address.port}`;
    return found;
  };
}
