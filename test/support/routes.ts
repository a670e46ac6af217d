/** Every route of the server, of its controllers and beside them, with what each asks of its caller. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type Permission, REQUIRED_PERMISSION } from '@binnacle/http';
import { PersistenceModule } from '@binnacle/persistence';
import { RequestMethod, type Type } from '@nestjs/common';
import { METHOD_METADATA, PATH_METADATA } from '@nestjs/common/constants.js';
import { ModulesContainer } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { readConfig } from '../../apps/server/src/config.js';
import { createApp } from '../../apps/server/src/create-app.js';

export interface Route {
  readonly method: string;
  /** As it is declared: `/api/v1/events/:id`. */
  readonly path: string;
  /** Undefined: it declares none. */
  readonly permission: Permission | undefined;
}

/** Routes that no controller has, by where they begin: the library that serves them can't carry a declaration. */
const BESIDE: readonly (readonly [start: string, permission: Permission])[] = [['/api/docs', 'signed-in']];

type Handler = (...parameters: never[]) => unknown;

/** No port is taken. The database is one of its own: another version of the code may have migrated a shared one. */
export async function declaredRoutes(): Promise<Route[]> {
  const folder = await mkdtemp(path.join(tmpdir(), 'binnacle-routes-'));
  const app = await createApp(readConfig({ LOG_LEVEL: 'silent' }, folder));
  try {
    const routes = [...controllersOf(app).flatMap(routesOf), ...routesBeside(app)];
    return routes.sort((a, b) => compare(a.path, b.path) || compare(a.method, b.method));
  } finally {
    // The app was never started: nothing else is to be stopped.
    await app.get(PersistenceModule).onApplicationShutdown();
    await rm(folder, { recursive: true, force: true });
  }
}

function controllersOf(app: NestFastifyApplication): Type[] {
  const modules = [...app.get(ModulesContainer).values()];
  return [
    ...new Set(modules.flatMap(({ controllers }) => [...controllers.values()].map(({ metatype }) => metatype as Type))),
  ];
}

/** Of one controller. */
export function routesOf(controller: Type): Route[] {
  const prototype = controller.prototype as Readonly<Record<string, Handler>>;
  const bases = listOf(Reflect.getMetadata(PATH_METADATA, controller));
  return Object.getOwnPropertyNames(prototype).flatMap((name) => {
    const handler = prototype[name];
    const method: RequestMethod | undefined = handler && Reflect.getMetadata(METHOD_METADATA, handler);
    if (!handler || method === undefined) return [];
    const permission: Permission | undefined =
      Reflect.getMetadata(REQUIRED_PERMISSION, handler) ?? Reflect.getMetadata(REQUIRED_PERMISSION, controller);
    const paths = listOf(Reflect.getMetadata(PATH_METADATA, handler));
    return bases.flatMap((base) =>
      paths.map((path) => ({ method: RequestMethod[method], path: joined(base, path), permission })),
    );
  });
}

/** Nest adds its own only when it starts: what is there before, others have added. */
const routesBeside = (app: NestFastifyApplication): Route[] =>
  inTree(app.getHttpAdapter().getInstance().printRoutes({ commonPrefix: false })).map(({ method, path }) => ({
    method,
    path,
    permission: BESIDE.find(([start]) => path.startsWith(start))?.[1],
  }));

/** Reads the tree that Fastify prints: four columns deeper is a path that goes on. */
function inTree(tree: string): { method: string; path: string }[] {
  const above: string[] = [];
  return tree.split('\n').flatMap((line) => {
    const [, indent, part = '', methods = ''] = /^(.*?)[├└]── (\S+)(?: \(([A-Z, ]+)\))?$/.exec(line) ?? [];
    if (indent === undefined) return [];
    above.splice(indent.length / 4, Number.POSITIVE_INFINITY, part);
    const path = above.join('');
    return methods
      .split(', ')
      .filter((method) => method !== '' && method !== 'HEAD')
      .map((method) => ({ method, path }));
  });
}

const listOf = (value: string | readonly string[] | undefined): readonly string[] =>
  typeof value === 'string' || value === undefined ? [value ?? ''] : value;
const joined = (...parts: readonly string[]): string =>
  `/${parts
    .map((part) => part.replace(/^\/+|\/+$/g, ''))
    .filter(Boolean)
    .join('/')}`;
const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
