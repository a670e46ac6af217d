#!/usr/bin/env node
/**
 * Stands in for Prisma's native `schema-engine`, which `prisma` would download: the same JSON-RPC over stdio, answered by
 * the WASM build of the same engine over @prisma/adapter-pg.
 *
 * The protocol is not documented, so every Prisma package is pinned to one version and `tools/prisma.mjs` is the only
 * user. Not for run time.
 */
import { runAdminCommand } from './schema-engine/admin-command.mjs';
import { ENGINE_VERSION, parseArguments } from './schema-engine/arguments.mjs';
import { engineMethods } from './schema-engine/engine-methods.mjs';
import { serveRpc } from './schema-engine/rpc.mjs';

const { version, adminCommand, datamodels, url } = parseArguments(process.argv.slice(2), process.env);

if (version) console.log(`schema-engine-cli ${ENGINE_VERSION}`);
else if (adminCommand) process.exitCode = await runAdminCommand(adminCommand, url);
else await serveRpc(engineMethods({ datamodels, url }));
