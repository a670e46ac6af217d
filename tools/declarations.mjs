#!/usr/bin/env node
/**
 * `npm run declarations`: the types of what users import (`binnacle/client`, `binnacle/plugin-kit`), beside the JavaScript in `dist`.
 * Made when the package is packed; a start does not wait for them. Names of the workspace become relative paths, as in the JavaScript.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';

process.chdir(new URL('..', import.meta.url).pathname);
const DOORS = ['client', 'plugin-kit', 'plugin-kit/testing'];
const WORKSPACE_NAME = /(\bfrom |\bimport\()(['"])@binnacle\/([a-z-]+)(\/testing)?\2/g;

const { config } = ts.readConfigFile('tsconfig.json', ts.sys.readFile);
const { options } = ts.convertCompilerOptionsFromJson(config.compilerOptions, process.cwd());
const program = ts.createProgram(
  DOORS.map((door) => door.replace(/^([^/]+)/, 'libs/$1/src')).map((folder) => path.resolve(folder, 'index.ts')),
  { ...options, declaration: true, emitDeclarationOnly: true, noEmitOnError: true, sourceMap: false },
);

function write(file, text) {
  const toDoor = (_, before, quote, name, door = '') => {
    const relative = path.relative(path.dirname(file), path.resolve(`dist/libs/${name}/src${door}/index.js`));
    return `${before}${quote}${relative.startsWith('.') ? relative : `./${relative}`}${quote}`.replaceAll('\\', '/');
  };
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, text.replace(WORKSPACE_NAME, toDoor));
}

const { diagnostics } = program.emit(undefined, write);
if (diagnostics.length > 0) {
  const host = {
    getCurrentDirectory: () => process.cwd(),
    getCanonicalFileName: (name) => name,
    getNewLine: () => '\n',
  };
  console.error(ts.formatDiagnostics(diagnostics, host));
  process.exit(1);
}
