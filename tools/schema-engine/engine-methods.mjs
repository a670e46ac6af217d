/** Method name → function, for the JSON-RPC server: the WASM engine's own methods and those it lacks or names otherwise. */
import pg from 'pg';
import { databaseOf, withDatabase } from './database-url.mjs';
import { loadEngine } from './wasm-engine.mjs';

export function engineMethods({ datamodels, url }) {
  let loading;
  const engine = () => {
    loading ??= loadEngine({ datamodels, url });
    return loading;
  };
  const own = {
    createDatabase: () => createDatabase(url),
    getDatabaseVersion: async (params) => (await engine()).version(params ?? null),
    ensureConnectionValidity: async (params) => (await engine()).ensureConnectionValidity(params),
    createMigration: async (params) => afterDiagnosis(await engine(), 'createMigration', params),
    evaluateDataLoss: async (params) => afterDiagnosis(await engine(), 'evaluateDataLoss', params),
  };
  return async (method, params, print) => {
    if (Object.hasOwn(own, method)) return (await own[method](params)) ?? {};
    const target = await engine();
    if (typeof target[method] !== 'function') return undefined;
    const result = (await target[method](params)) ?? {};
    // The native engine prints a diff by a notification of its own; the WASM engine only returns it.
    if (method === 'diff' && result.stdout != null) print(result.stdout);
    return result;
  };
}

/** The WASM engine has no shadow database for these two; they work from the schema cache that `devDiagnostic` fills. */
async function afterDiagnosis(engine, method, params) {
  await engine.devDiagnostic({ migrationsList: params.migrationsList, filters: params.filters });
  return engine[method](params);
}

async function createDatabase(url) {
  const client = new pg.Client({ connectionString: withDatabase(url, 'postgres') });
  await client.connect();
  try {
    await client.query(`CREATE DATABASE ${client.escapeIdentifier(databaseOf(url))}`);
  } finally {
    await client.end();
  }
  return { databaseName: databaseOf(url) };
}
