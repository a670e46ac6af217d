/** The import table of the repository, as a test: a wrong arrow or a cycle fails here. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import ts from 'typescript';

/** From → what it may import of ours. `apps/*` may be imported by nobody. */
const TABLE: Readonly<Record<string, readonly string[]>> = {
  'libs/events': [],
  'libs/plugin-kit': ['events'],
  'libs/http': ['events'],
  'libs/bus': ['events'],
  'libs/persistence': ['events'],
  'libs/auth': ['events', 'http', 'persistence'],
  'libs/client': ['events'],
  'libs/connect': [],
  'libs/plugin-bundle': ['events'],
  'libs/registry': ['events', 'plugin-kit'],
  'libs/ingest': ['events', 'http', 'bus', 'persistence', 'registry', 'auth'],
  'libs/coordinator': ['events', 'http', 'bus', 'persistence', 'ingest', 'auth'],
  'libs/dashboard': [
    'events',
    'http',
    'plugin-kit',
    'bus',
    'persistence',
    'registry',
    'coordinator',
    'connect',
    'auth',
    'notifiers',
  ],
  'libs/notifiers': ['events', 'http', 'plugin-kit', 'bus', 'persistence', 'registry', 'coordinator', 'auth'],
  'libs/panels': ['plugin-kit'],
  'libs/mappings': ['plugin-kit'],
  'apps/cli': ['client', 'connect', 'events', 'plugin-kit', 'plugin-bundle', 'persistence'],
  'apps/server': [
    'events',
    'http',
    'auth',
    'plugin-kit',
    'plugin-bundle',
    'bus',
    'persistence',
    'registry',
    'ingest',
    'coordinator',
    'dashboard',
    'notifiers',
    'panels',
    'mappings',
  ],
};

const ROOT = path.resolve(import.meta.dirname, '../..');

interface Import {
  readonly file: string;
  readonly part: string;
  readonly target: string;
}

function sources(folder: string): string[] {
  return readdirSync(path.join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .map((name) => path.join(folder, name))
    .filter((name) => name.endsWith('.ts') && !name.includes(`${path.sep}generated${path.sep}`));
}

function importsOf(part: string): Import[] {
  return sources(path.join(part, 'src')).flatMap((file) =>
    ts.preProcessFile(readFileSync(path.join(ROOT, file), 'utf8'), true, true).importedFiles.map(({ fileName }) => ({
      file,
      part,
      target: fileName,
    })),
  );
}

/** What is wrong with an import, or undefined. */
function fault({ file, part, target }: Import, table = TABLE): string | undefined {
  const test = /\.(spec|integration-spec|fixture)\.ts$/.test(file);
  if (target.startsWith('.')) {
    const resolved = path.normalize(path.join(path.dirname(file), target));
    return resolved.startsWith(path.join(part, 'src') + path.sep) || test
      ? undefined
      : `${file} reaches out of its part: ${target}`;
  }
  const [, name = '', door] = /^@binnacle\/([^/]+)(\/.+)?$/.exec(target) ?? [];
  if (!name) return undefined;
  // The command hands the tests' door to authors: `binnacle plugin bench`.
  if (door && !(door === '/testing' && (test || part === 'apps/cli')))
    return `${file} uses a door that is for tests only, or none: ${target}`;
  if (part === `libs/${name}`) return `${file} imports its own door`;
  return table[part]?.includes(name) ? undefined : `${file} may not import ${name}`;
}

/** One cycle among the files of a part, as a list of files; undefined when there is none. */
function cycle(edges: ReadonlyMap<string, readonly string[]>): readonly string[] | undefined {
  const done = new Set<string>();
  const visit = (file: string, trail: readonly string[]): readonly string[] | undefined => {
    if (trail.includes(file)) return [...trail.slice(trail.indexOf(file)), file];
    if (done.has(file)) return undefined;
    for (const next of edges.get(file) ?? []) {
      const found = visit(next, [...trail, file]);
      if (found) return found;
    }
    done.add(file);
    return undefined;
  };
  for (const file of edges.keys()) {
    const found = visit(file, []);
    if (found) return found;
  }
  return undefined;
}

/** Imports of types count: whoever reads one file of a circle has to read them all. */
function edgesOf(part: string): Map<string, string[]> {
  const edges = new Map<string, string[]>();
  for (const { file, target } of importsOf(part)) {
    const to = path.normalize(path.join(path.dirname(file), target.replace(/\.js$/, '.ts')));
    edges.set(file, [...(edges.get(file) ?? []), ...(target.startsWith('.') ? [to] : [])]);
  }
  return edges;
}

describe('imports', () => {
  it.each(Object.keys(TABLE))('%s imports only what the table allows', (part) => {
    expect(importsOf(part).flatMap((found) => fault(found) ?? [])).toEqual([]);
  });

  it.each(Object.keys(TABLE))('%s has no cycle among its files', (part) => {
    expect(cycle(edgesOf(part))).toBeUndefined();
  });

  it.each(Object.keys(TABLE))(
    '%s imports no part by name at run time: the build rewrites static imports only',
    (part) => {
      const late = sources(path.join(part, 'src')).filter((file) =>
        /\bawait import\(\s*['"]@binnacle\//.test(readFileSync(path.join(ROOT, file), 'utf8')),
      );
      expect(late).toEqual([]);
    },
  );

  it('knows every part of the repository', () => {
    const parts = ['libs', 'apps'].flatMap((top) => readdirSync(path.join(ROOT, top)).map((name) => `${top}/${name}`));
    expect(parts.sort()).toEqual(Object.keys(TABLE).sort());
  });

  it('would notice a wrong arrow, a reach past a door and a cycle', () => {
    const from = (file: string, part: string, target: string) => fault({ file, part, target });
    expect(from('libs/events/src/a.ts', 'libs/events', '@binnacle/bus')).toMatch(/may not import bus/);
    expect(from('libs/panels/src/x/a.ts', 'libs/panels', '@binnacle/events')).toMatch(/may not import events/);
    expect(from('libs/bus/src/a.ts', 'libs/bus', '@binnacle/events/src/limits.js')).toMatch(/door/);
    expect(from('libs/bus/src/a.ts', 'libs/bus', '../../events/src/limits.js')).toMatch(/reaches out/);
    expect(from('libs/panels/src/a.ts', 'libs/panels', '@binnacle/plugin-kit/testing')).toMatch(/tests only/);
    expect(from('libs/panels/src/a.spec.ts', 'libs/panels', '@binnacle/plugin-kit/testing')).toBeUndefined();
    expect(
      cycle(
        new Map([
          ['a', ['b']],
          ['b', ['c']],
          ['c', ['b']],
        ]),
      ),
    ).toEqual(['b', 'c', 'b']);
  });
});
