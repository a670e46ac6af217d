#!/usr/bin/env node
/** Writes the generated sources anew from the .proto files beside this one; see README.md. Needs `protoc` (apt: protobuf-compiler). */
import { execFileSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import path from 'node:path';

process.chdir(import.meta.dirname);
const plugin = path.resolve('../../../../../../node_modules/.bin/protoc-gen-es');
const protos = readdirSync('sources', { recursive: true }).filter((name) => name.endsWith('.proto'));
execFileSync(
  'protoc',
  ['-I=sources', `--plugin=protoc-gen-es=${plugin}`, '--es_out=.', '--es_opt=target=ts,import_extension=js', ...protos],
  { stdio: 'inherit' },
);
