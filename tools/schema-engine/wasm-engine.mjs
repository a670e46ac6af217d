/** Loads the WASM schema engine and binds it to a database. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { bindMigrationAwareSqlAdapterFactory } from '@prisma/driver-adapter-utils';
import * as bindings from '@prisma/schema-engine-wasm/schema_engine_bg';
import { adapterFactory } from './adapter-factory.mjs';
import { logLine } from './log-line.mjs';

export async function loadEngine({ datamodels, url }) {
  globalThis.PRISMA_WASM_PANIC_REGISTRY = { set_message: (message) => logLine({ message, is_panic: true }, 'ERROR') };
  const script = createRequire(import.meta.url).resolve('@prisma/schema-engine-wasm/schema_engine_bg');
  const bytes = readFileSync(path.join(path.dirname(script), 'schema_engine_bg.wasm'));
  const { instance } = await WebAssembly.instantiate(bytes, { './schema_engine_bg.js': bindings });
  bindings.__wbg_set_wasm(instance.exports);
  instance.exports.__wbindgen_start();

  const log = (message) => process.env.DEBUG && logLine({ message: String(message) }, 'DEBUG');
  const options = { datamodels: datamodels.length > 0 ? datamodels : undefined };
  return bindings.SchemaEngine.new(options, log, bindMigrationAwareSqlAdapterFactory(adapterFactory(url)));
}
